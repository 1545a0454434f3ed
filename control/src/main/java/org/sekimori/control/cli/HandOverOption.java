package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Given by the package's service to a box: it takes the line over from a box that runs in the same folders, once it has
 * practised, and gives the line up to the next one in the same way. So a restart leaves the line dark for a moment only.
 */
final class HandOverOption {
    /** What a successor sends; the box ends at once, and leaves the interfaces as it has them. */
    private static final String SIGNAL = "USR1";

    /** How long a box goes on that is left alone, since its successor may fail to start. */
    private static final int LEFT_ALONE_SECONDS = 30;

    @Option(names = "--hand-over", hidden = true)
    private boolean wanted;

    /** Gives up the line when a successor says so. */
    void listen(Stop stop) {
        if (wanted) {
            Signals.on(SIGNAL, stop::handOver);
        }
    }

    /** How long to go on once the parent is gone, in seconds. */
    int leftAloneSeconds() {
        return wanted ? LEFT_ALONE_SECONDS : 0;
    }

    /** The box that runs in the folder of that lock, where this one is to take the line over from it. */
    Optional<Predecessor> predecessor(Path boxLock, PrintWriter err) {
        return wanted ? Predecessor.holding(boxLock, SIGNAL, err) : Optional.empty();
    }
}
