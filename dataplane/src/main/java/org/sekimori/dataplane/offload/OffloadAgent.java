package org.sekimori.dataplane.offload;

import org.agrona.concurrent.Agent;

/** Polls an offload. On a thread of its own: each look is a system call for every rule. */
public final class OffloadAgent implements Agent {
    /** Time from one round to the next. */
    public static final int INTERVAL_MS = 100;

    private final KernelOffload offload;

    public OffloadAgent(KernelOffload offload) {
        this.offload = offload;
    }

    @Override
    public int doWork() {
        offload.poll();
        return 0;
    }

    @Override
    public void onClose() {
        offload.close();
    }

    @Override
    public String roleName() {
        return "offload";
    }
}
