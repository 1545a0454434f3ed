package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.ProgramLink;

/**
 * What a guard says of itself to whoever may open its names.
 *
 * @param mode who decides
 * @param sinceNs since when, by {@link System#nanoTime}
 * @param beatNs when a box last made a whole round, by the same clock; 0 for never
 * @param limitNs how old that may be
 * @param trips how often boxes have found that the guard had taken the line from them
 * @param failMode what becomes of frames that only a box could judge; empty where it isn't known
 * @param policyName the policy that the programs hold; empty where it isn't known
 * @param checksum of that policy's image
 * @param ports where the ports' programs are
 */
public record GuardReport(
        GuardMode mode,
        long sinceNs,
        long beatNs,
        long limitNs,
        long trips,
        Optional<FailMode> failMode,
        String policyName,
        int checksum,
        List<Port> ports) {
    /**
     * One port's program.
     *
     * @param interfaceIndex of the interface it is attached to; {@link NetworkDevice#ABSENT} where that is gone
     * @param hook the kernel's name of where it is
     */
    public record Port(PortRole role, int interfaceIndex, String hook) {
        /** Whether frames meet it. */
        public boolean isAttached() {
            return interfaceIndex != NetworkDevice.ABSENT;
        }
    }

    /**
     * Looks at the guard in that folder; empty where there is none.
     *
     * @throws java.nio.file.AccessDeniedException where this user may not look
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel doesn't let this user open the names
     */
    public static Optional<GuardReport> of(Path folder) throws IOException {
        if (!GuardFolder.isThere(folder)) {
            return Optional.empty();
        }
        GuardFolder names = GuardFolder.at(folder);
        Path map = names.map(GuardDescriptor.MAP.name());
        if (!Files.exists(map)) {
            return Optional.empty();
        }
        try (EbpfMap opened = EbpfMap.pinned(map, GuardDescriptor.PLAN);
                GuardState state = new GuardState(opened)) {
            return Optional.of(new GuardReport(
                    GuardMode.of(state.mode()),
                    state.sinceNs(),
                    state.beatNs(),
                    state.limitNs(),
                    state.trips(),
                    state.failMode(),
                    state.policyName(),
                    state.policyChecksum(),
                    ports(names)));
        }
    }

    private static List<Port> ports(GuardFolder names) {
        List<Port> ports = new ArrayList<>();
        for (PortRole role : PortRole.values()) {
            if (Files.exists(names.link(role))) {
                try (ProgramLink link = ProgramLink.pinned(names.link(role))) {
                    ports.add(new Port(role, link.interfaceIndex(), link.point().toString()));
                }
            }
        }
        return ports;
    }

    /** Whether a box is meant to be there and hasn't made a round for longer than it may; nobody may have noticed yet. */
    public boolean isBoxOverdue(long nowNs) {
        return mode != GuardMode.ALONE && nowNs - beatNs > limitNs;
    }

    /** Whether both ports' programs are at work. */
    public boolean isComplete() {
        return ports.stream().filter(Port::isAttached).count() == PortRole.values().length;
    }
}
