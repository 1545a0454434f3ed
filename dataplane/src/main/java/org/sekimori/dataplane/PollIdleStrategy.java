package org.sekimori.dataplane;

import org.agrona.concurrent.IdleStrategy;
import org.sekimori.dataplane.linux.DescriptorPoll;

/**
 * Spins for a while, then sleeps until a port has a frame or the time-out says to look at the rest. One thread's own.
 *
 * <p>Where frames come in crowds it spins longer: waking a core that sleeps takes tens of microseconds, milliseconds on a
 * virtual machine, and at full rate a receive ring fills in that time. Where they come one by one, as in a TCP stream of
 * super-frames, it soon leaves the core to those who send and receive them.
 */
final class PollIdleStrategy implements IdleStrategy {
    /** Often enough where nobody waits for the next round. */
    static final int RESTING_MS = 200;

    private static final int MIN_SPINS = 100;
    /** About a millisecond of looks. */
    private static final int MAX_SPINS = 40_000;

    /** Work of one duty cycle that makes a crowd: each frame counts at capture, worker and egress. */
    private static final int CROWD = 3 * 16;

    private final DescriptorPoll descriptors;
    private final int timeoutMs;
    private int allowance = MIN_SPINS;
    private int spins;

    /** Sleeps so long at most. */
    PollIdleStrategy(DescriptorPoll descriptors, int timeoutMs) {
        this.descriptors = descriptors;
        this.timeoutMs = timeoutMs;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            allowance = workCount >= CROWD
                    ? Math.min(MAX_SPINS, allowance * 2)
                    : Math.max(MIN_SPINS, allowance - allowance / 8);
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (spins < allowance) {
            spins++;
            Thread.onSpinWait();
        } else {
            allowance = MIN_SPINS;
            descriptors.await(timeoutMs);
        }
    }

    @Override
    public void reset() {
        spins = 0;
    }

    @Override
    public String alias() {
        return IdleMode.POLL.toString();
    }
}
