package org.sekimori.dataplane.guard;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sekimori.dataplane.ebpf.walk.FailMode;

/**
 * How the line is kept while no box is there.
 *
 * @param failMode what becomes of frames that only the box could judge
 * @param limit how old the box's beat may be
 * @param folder where what outlives the box has its names; empty where nothing is to outlive it
 * @param stays whether it stays after an orderly end
 */
public record GuardOptions(FailMode failMode, Duration limit, Optional<Path> folder, boolean stays) {
    /** Long enough for a garbage collection, short enough for a call. */
    public static final Duration DEFAULT_LIMIT = Duration.ofMillis(50);

    /** Nothing outlives the box. */
    public static final GuardOptions NONE = new GuardOptions(FailMode.OPEN, DEFAULT_LIMIT, Optional.empty(), false);
}
