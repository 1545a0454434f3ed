package org.sekimori.dataplane;

import org.agrona.concurrent.IdleStrategy;
import org.sekimori.dataplane.linux.DescriptorPoll;

/**
 * Spins for a while, then sleeps until a port has a frame or the time-out says to look at the rest. One thread's own.
 *
 * <p>The more work there was since the last sleep, the longer it spins: waking a core that sleeps takes tens of
 * microseconds, milliseconds on a virtual machine, and at full rate a receive ring fills in that time. A line with little
 * traffic costs little.
 */
final class PollIdleStrategy implements IdleStrategy {
    private static final int TIMEOUT_MS = 50;
    private static final int MIN_SPINS = 500;
    /** About a millisecond of looks. */
    private static final int MAX_SPINS = 40_000;

    private static final int SPINS_PER_WORK = 16;

    private final DescriptorPoll descriptors;
    private int allowance = MIN_SPINS;
    private int spins;

    PollIdleStrategy(DescriptorPoll descriptors) {
        this.descriptors = descriptors;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            allowance = Math.min(MAX_SPINS, allowance + workCount * SPINS_PER_WORK);
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
            descriptors.await(TIMEOUT_MS);
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
