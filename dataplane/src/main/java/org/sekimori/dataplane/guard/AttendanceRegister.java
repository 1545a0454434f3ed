package org.sekimori.dataplane.guard;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.sekimori.dataplane.agent.Attendance;
import org.sekimori.dataplane.agent.Heartbeat;

/**
 * The attendance of all pipelines, which are made before it is known whether a guard can be had. Until then, and without one,
 * the box is always there.
 */
public final class AttendanceRegister implements Heartbeat {
    private static final long LEAVE_LIMIT_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Written before the pipelines' threads start; null without a guard. */
    private BoxAttendance box;

    /** From now on that is the box's attendance. */
    public void enter(BoxAttendance value) {
        box = value;
    }

    /** What the egress agent of that pipeline goes by. */
    public Attendance of(int pipeline) {
        return pipeline == 0 ? nowNs -> box == null || box.begin(nowNs) : nowNs -> box == null || box.isFollowedTo();
    }

    @Override
    public void beat(long nanoTime) {
        if (box != null) {
            box.beat(nanoTime);
        }
    }

    /** Leaves the line to the guard, and waits until it has it. */
    public void leave() {
        if (box == null) {
            return;
        }
        box.leave();
        long startNs = System.nanoTime();
        while (!box.hasLeft() && System.nanoTime() - startNs < LEAVE_LIMIT_NS) {
            LockSupport.parkNanos(LOOK_NS);
        }
        // what was handed on before is still sent
        LockSupport.parkNanos(LOOK_NS);
    }
}
