package org.sekimori.dataplane;

import org.agrona.concurrent.EpochClock;
import org.sekimori.dataplane.boxfile.LineWriter;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.line.PortState;
import org.sekimori.dataplane.port.SupervisedPort;

/** What the link supervisor knows of one port's link, and tells of it when it changes. Belongs to that agent. */
final class SupervisedLink {
    private final PortRole role;
    private final SupervisedPort port;
    private final LineWriter line;
    private final EpochClock wallClock;
    private boolean present = true;
    private boolean carrier;
    private boolean held;
    /** Whether it has been up since it was last set up. */
    private boolean wasUp;

    private long settledNs;
    private LinkState told = LinkState.UNKNOWN;
    private String toldName = "";
    private long mac;
    private long changes;

    SupervisedLink(PortRole role, SupervisedPort port, LineWriter line, EpochClock wallClock, long nowNs) {
        this.role = role;
        this.port = port;
        this.line = line;
        this.wallClock = wallClock;
        this.settledNs = nowNs + LinkSupervisor.SETTLE_NS;
        mac = port.mac();
    }

    void look(long nowNs) {
        port.takeKernelDrops();
        boolean hadCarrier = carrier;
        if (present && !port.isPresent()) {
            present = false;
            held = false;
            port.counters().add(PortCounter.INTERFACE_VANISHED, 1);
        }
        if (!present && port.tryReattach()) {
            present = true;
            mac = port.mac();
            settle(nowNs);
        }
        carrier = present && port.hasCarrier() && !held;
        wasUp |= carrier;
        if (hadCarrier && !carrier) {
            port.counters().add(PortCounter.LINK_LOST, 1);
        }
    }

    private void settle(long nowNs) {
        wasUp = false;
        settledNs = nowNs + LinkSupervisor.SETTLE_NS;
    }

    boolean isHeld() {
        return held;
    }

    boolean hasCarrier() {
        return carrier;
    }

    /** Whether the line is down on its own account, and had time to come up. */
    boolean isLost(long nowNs) {
        return !held && !carrier && (!present || nowNs - settledNs >= 0);
    }

    void hold() {
        held = true;
        carrier = false;
        port.hold(true);
        port.counters().add(PortCounter.LINK_MIRRORED, 1);
    }

    void letGo(long nowNs) {
        held = false;
        settle(nowNs);
        port.hold(false);
    }

    /** Writes the link's state down where it is another than before; allocates then, or while the interface is gone. */
    void tell(long nowNs) {
        String presentName = present ? "" : port.presentName();
        LinkState state = state(nowNs, presentName);
        if (state == told && presentName.equals(toldName)) {
            return;
        }
        told = state;
        toldName = presentName;
        changes++;
        line.link(
                role,
                new PortState(
                        state,
                        wallClock.time(),
                        changes,
                        state == LinkState.UP ? port.speedMbit() : 0,
                        mac,
                        presentName.isEmpty() ? "" : "its name is " + presentName + " now",
                        ""));
    }

    private LinkState state(long nowNs, String presentName) {
        if (!present) {
            return presentName.isEmpty() ? LinkState.MISSING : LinkState.RENAMED;
        }
        if (held) {
            return LinkState.HELD;
        }
        if (carrier) {
            return LinkState.UP;
        }
        if (!port.isUp()) {
            return LinkState.DOWN;
        }
        return wasUp || nowNs - settledNs >= 0 ? LinkState.NO_CARRIER : LinkState.SETTLING;
    }
}
