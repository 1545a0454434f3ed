package org.sekimori.dataplane.guard;

import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.agent.Attendance;
import org.sekimori.dataplane.agent.Heartbeat;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;

/**
 * Writes who decides, as the box sees it: it is there, by the mode that is wanted, until a program finds its beat too old.
 * Then the box throws away what it holds, since others have decided meanwhile, and comes back after a while in which it goes
 * round.
 *
 * <p>The mode is the first pipeline's egress agent's to write; others read it.
 */
public final class BoxAttendance implements Attendance, Heartbeat {
    /** Time between a trip that was found and the return: no flapping. */
    static final long DWELL_NS = TimeUnit.SECONDS.toNanos(1);
    /** Time after a return in which what was taken in before it leaves the rings. */
    static final long SETTLE_NS = TimeUnit.MILLISECONDS.toNanos(2);

    private final GuardState state;
    private volatile int wanted;
    private volatile boolean isLeaving;
    private boolean isThere;
    private long changeNs = System.nanoTime();

    /** There from the first round on, once {@link #want} has said how. */
    BoxAttendance(GuardState state) {
        this.state = state;
    }

    /** How the box wants to be there, a mode of {@link GuardDescriptor}; any thread. */
    void want(int mode) {
        wanted = mode;
    }

    /** From now on the programs are alone, and what the box holds already it still sends; any thread. */
    void leave() {
        isLeaving = true;
    }

    /** Whether the programs are alone by now, as {@link #leave} wants it; any thread. */
    boolean hasLeft() {
        return state.mode() == GuardDescriptor.ALONE;
    }

    @Override
    public boolean begin(long nowNs) {
        int mode = state.mode();
        if (isLeaving) {
            if (mode != GuardDescriptor.ALONE) {
                state.mode(GuardDescriptor.ALONE, nowNs);
            }
            return isThere;
        }
        if (isThere && mode == GuardDescriptor.ALONE) {
            isThere = false;
            changeNs = nowNs + DWELL_NS;
            state.countTrip();
        } else if (isThere && mode != wanted) {
            state.change(mode, wanted, nowNs);
        } else if (!isThere && wanted != GuardDescriptor.ALONE && nowNs - changeNs >= 0) {
            isThere = true;
            changeNs = nowNs + SETTLE_NS;
            state.beat(nowNs);
            state.mode(wanted, nowNs);
        }
        return isThere && nowNs - changeNs >= 0;
    }

    @Override
    public void beat(long nanoTime) {
        state.beat(nanoTime);
    }

    /** Whether other pipelines may send what they hold. */
    boolean isFollowedTo() {
        return isLeaving || state.mode() != GuardDescriptor.ALONE;
    }
}
