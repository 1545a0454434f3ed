package org.sekimori.dataplane.ebpf.walk;

import org.sekimori.policy.Direction;

/**
 * Where a program stands, and what it may do there.
 *
 * @param hook where it runs
 * @param direction the way its frames go
 * @param egress index of the interface that frames which pass leave by, or {@link #NO_EGRESS}: then they are handed on
 * @param samples whether it tells of frames that it drops, or would
 * @param matches whether it tells as well of frames that rules match which only watch
 */
public record Station(Hook hook, Direction direction, int egress, boolean samples, boolean matches) {
    /** Nothing is forwarded; no interface has that index. */
    public static final int NO_EGRESS = 0;

    /** At the WAN port, where it drops and hands all else on. */
    public static Station dropping(Hook hook) {
        return new Station(hook, Direction.INBOUND, NO_EGRESS, false, false);
    }

    /** Where it drops, sends on what passes, and hands on what it can't decide. */
    public static Station forwarding(Hook hook, Direction direction, int egress) {
        return new Station(hook, direction, egress, false, false);
    }

    /** The same place, with samples of what is dropped there, and of what rules match there that only watch. */
    public Station sampling() {
        return new Station(hook, direction, egress, true, true);
    }

    /** The same place, with samples of nothing but what is dropped there. */
    public Station withoutMatches() {
        return new Station(hook, direction, egress, samples, false);
    }

    /** Whether frames that pass leave from here. */
    public boolean forwards() {
        return egress != NO_EGRESS;
    }
}
