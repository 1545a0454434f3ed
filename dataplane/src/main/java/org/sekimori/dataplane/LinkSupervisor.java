package org.sekimori.dataplane;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.NanoClock;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.port.SupervisedPort;

/**
 * Watches both lines: carries a lost carrier over to the other port, so that routing notices, and takes an interface back
 * that had vanished. An agent on a thread of its own, since setting a link can take the kernel milliseconds; the only one
 * that sets links.
 *
 * <p>A port that was set down for its partner's sake has no carrier to tell of. Set up again, it has
 * {@link #SETTLE_NS} to find one, before its silence counts as a loss in turn.
 */
final class LinkSupervisor implements Agent {
    /** Time a line has to come up (auto-negotiation takes up to 3 s). */
    static final long SETTLE_NS = 5_000_000_000L;

    private static final long LOOK_INTERVAL_NS = 50_000_000L;

    private final NanoClock clock;
    private final boolean mirrorCarrier;
    private final Line wan;
    private final Line lan;
    private long nextLookNs;

    LinkSupervisor(NanoClock clock, boolean mirrorCarrier, SupervisedPort wan, SupervisedPort lan) {
        this.clock = clock;
        this.mirrorCarrier = mirrorCarrier;
        long nowNs = clock.nanoTime();
        this.nextLookNs = nowNs;
        this.wan = new Line(wan, nowNs);
        this.lan = new Line(lan, nowNs);
    }

    @Override
    public int doWork() {
        long nowNs = clock.nanoTime();
        if (nowNs - nextLookNs < 0) {
            return 0;
        }
        nextLookNs = nowNs + LOOK_INTERVAL_NS;
        wan.look(nowNs);
        lan.look(nowNs);
        if (mirrorCarrier) {
            mirror(wan, lan, nowNs);
            mirror(lan, wan, nowNs);
        }
        return 1;
    }

    /** Sets {@code follower} as {@code leader} is. */
    private static void mirror(Line leader, Line follower, long nowNs) {
        if (follower.held) {
            if (leader.carrier) {
                follower.letGo(nowNs);
            }
        } else if (follower.carrier && leader.isLost(nowNs)) {
            follower.hold();
        }
    }

    @Override
    public String roleName() {
        return "link-supervisor";
    }

    /** What is known of one port's line. */
    private static final class Line {
        private final SupervisedPort port;
        private boolean present = true;
        private boolean carrier;
        private boolean held;
        private long settledNs;

        Line(SupervisedPort port, long nowNs) {
            this.port = port;
            this.settledNs = nowNs + SETTLE_NS;
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
                settledNs = nowNs + SETTLE_NS;
            }
            carrier = present && port.hasCarrier() && !held;
            if (hadCarrier && !carrier) {
                port.counters().add(PortCounter.LINK_LOST, 1);
            }
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
            settledNs = nowNs + SETTLE_NS;
            port.hold(false);
        }
    }
}
