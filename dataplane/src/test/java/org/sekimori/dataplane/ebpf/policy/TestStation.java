package org.sekimori.dataplane.ebpf.policy;

import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.policy.Direction;

/** Every place a program may stand at, telling of drops, with the loopback interface as the one that frames leave by, and guarded. */
public enum TestStation {
    XDP_DROPPING(Station.dropping(Hook.XDP)),
    TCX_DROPPING(Station.dropping(Hook.TCX)),
    XDP_INBOUND(Station.forwarding(Hook.XDP, Direction.INBOUND, 1)),
    XDP_OUTBOUND(Station.forwarding(Hook.XDP, Direction.OUTBOUND, 1)),
    TCX_INBOUND(Station.forwarding(Hook.TCX, Direction.INBOUND, 1)),
    TCX_OUTBOUND(Station.forwarding(Hook.TCX, Direction.OUTBOUND, 1));

    private final Station station;

    TestStation(Station station) {
        this.station = station.forwards() ? station.sampling().guarding(FailMode.OPEN) : station.sampling();
    }

    public Station station() {
        return station;
    }
}
