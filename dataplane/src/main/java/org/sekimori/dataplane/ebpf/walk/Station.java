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
 * @param failMode what it does with frames that only the box could judge while no box is there; null if it hands them on all
 *     the same
 * @param isAlone whether no box is there: then it hands nothing on
 */
public record Station(
        Hook hook,
        Direction direction,
        int egress,
        boolean samples,
        boolean matches,
        FailMode failMode,
        boolean isAlone) {
    /** Nothing is forwarded; no interface has that index. */
    public static final int NO_EGRESS = 0;

    /** At the WAN port, where it drops and hands all else on. */
    public static Station dropping(Hook hook) {
        return new Station(hook, Direction.INBOUND, NO_EGRESS, false, false, null, false);
    }

    /** Where it drops, sends on what passes, and hands on what it can't decide. */
    public static Station forwarding(Hook hook, Direction direction, int egress) {
        return new Station(hook, direction, egress, false, false, null, false);
    }

    /** The same place, with samples of what is dropped there, and of what rules match there that only watch. */
    public Station sampling() {
        return new Station(hook, direction, egress, true, true, failMode, isAlone);
    }

    /** The same place, with samples of nothing but what is dropped there. */
    public Station withoutMatches() {
        return new Station(hook, direction, egress, samples, false, failMode, isAlone);
    }

    /** The same place, kept while no box is there. */
    public Station guarding(FailMode mode) {
        return new Station(hook, direction, egress, samples, matches, mode, false);
    }

    /** The same place, where frames are handed on whether a box is there or not. */
    Station unguarded() {
        return new Station(hook, direction, egress, samples, matches, null, false);
    }

    /** The same place without a box; nobody listens to what rules match that only watch. */
    public Station alone() {
        return new Station(hook, direction, egress, samples, false, failMode, true);
    }

    /** Whether it keeps the line while no box is there. */
    public boolean guards() {
        return failMode != null;
    }

    /** Whether frames that pass leave from here. */
    public boolean forwards() {
        return egress != NO_EGRESS;
    }
}
