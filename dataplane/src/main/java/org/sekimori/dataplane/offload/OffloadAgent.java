package org.sekimori.dataplane.offload;

import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;

/** Polls an offload. On a thread of its own: each look is a system call for every rule. */
public final class OffloadAgent implements Agent {
    /** Time from one round to the next. */
    public static final int INTERVAL_MS = 100;

    private final KernelOffload offload;
    private final BoxHeaderWriter header;

    /** The header says what the offload does, and who decides about frames. */
    public OffloadAgent(KernelOffload offload, BoxHeaderWriter header) {
        this.offload = offload;
        this.header = header;
    }

    @Override
    public int doWork() {
        offload.poll();
        header.offload(offload.notice());
        header.guard(offload.guardNotice());
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
