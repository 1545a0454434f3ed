package org.sekimori.dataplane;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.sekimori.dataplane.boxfile.LineWriter;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.port.SupervisedPort;

/**
 * Watches both lines: tells of each link's state, carries a lost carrier over to the other port, so that routing notices,
 * and takes an interface back that had vanished. An agent on a thread of its own, since setting a link can take the
 * kernel milliseconds; the only one that sets links.
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
    private final SupervisedLink wan;
    private final SupervisedLink lan;
    private long nextLookNs;

    LinkSupervisor(
            NanoClock clock,
            EpochClock wallClock,
            boolean mirrorCarrier,
            LineWriter line,
            SupervisedPort wan,
            SupervisedPort lan) {
        this.clock = clock;
        this.mirrorCarrier = mirrorCarrier;
        long nowNs = clock.nanoTime();
        this.nextLookNs = nowNs;
        this.wan = new SupervisedLink(PortRole.WAN, wan, line, wallClock, nowNs);
        this.lan = new SupervisedLink(PortRole.LAN, lan, line, wallClock, nowNs);
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
        wan.tell(nowNs);
        lan.tell(nowNs);
        return 1;
    }

    /** Sets {@code follower} as {@code leader} is. */
    private static void mirror(SupervisedLink leader, SupervisedLink follower, long nowNs) {
        if (follower.isHeld()) {
            if (leader.hasCarrier()) {
                follower.letGo(nowNs);
            }
        } else if (follower.hasCarrier() && leader.isLost(nowNs)) {
            follower.hold();
        }
    }

    @Override
    public String roleName() {
        return "link-supervisor";
    }
}
