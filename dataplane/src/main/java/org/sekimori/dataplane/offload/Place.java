package org.sekimori.dataplane.offload;

import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.SupervisedPort;
import org.sekimori.policy.Direction;

/**
 * Where a program stands, by names.
 *
 * @param ingress the port that its frames come in by
 * @param egress the port they would leave by; null if it forwards none
 * @param samples whether it tells of frames that it drops
 * @param failMode what it does with frames that only the box could judge while no box is there; null where nothing guards
 */
record Place(Hook hook, Direction direction, Port ingress, Port egress, boolean samples, FailMode failMode) {
    Place(Hook hook, Direction direction, Port ingress, Port egress) {
        this(hook, direction, ingress, egress, false, null);
    }

    /** The same, kept while no box is there. */
    Place guarding(FailMode mode) {
        return new Place(hook, direction, ingress, egress, samples, mode);
    }

    /** The same, which tells. */
    Place sampling() {
        return new Place(hook, direction, ingress, egress, true, failMode);
    }

    boolean forwards() {
        return egress != null;
    }

    AttachPoint attachPoint() {
        return hook == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS;
    }

    /** Whether the port sees frames before the program does, and so must be told which are its own. */
    boolean isBehindPort() {
        return hook == Hook.TCX;
    }

    /** Has the port receive what a program here hands on, and nothing else, or all again. */
    void receiveOnlyHandedOn(boolean only) {
        if (isBehindPort()) {
            ((SupervisedPort) ingress).receiveOnlyHandedOn(only);
        }
    }

    /**
     * The same by number.
     *
     * @param egressIndex of the interface that frames leave by; means nothing where none is forwarded
     */
    Station station(int egressIndex) {
        Station station = forwards() ? Station.forwarding(hook, direction, egressIndex) : Station.dropping(hook);
        Station guarded = failMode == null ? station : station.guarding(failMode);
        return samples ? guarded.sampling() : guarded;
    }
}
