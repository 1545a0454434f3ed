package org.sekimori.dataplane;

import org.agrona.concurrent.IdleStrategy;
import org.sekimori.dataplane.linux.DescriptorPoll;

/** Spins for a while, then sleeps until a port has a frame or the time-out says to look at the rest. One thread's own. */
final class PollIdleStrategy implements IdleStrategy {
    private static final int TIMEOUT_MS = 50;

    private final DescriptorPoll descriptors;
    private final int spinLimit;
    private int spins;

    PollIdleStrategy(DescriptorPoll descriptors, int spinLimit) {
        this.descriptors = descriptors;
        this.spinLimit = spinLimit;
    }

    @Override
    public void idle(int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    public void idle() {
        if (spins < spinLimit) {
            spins++;
            Thread.onSpinWait();
        } else {
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
