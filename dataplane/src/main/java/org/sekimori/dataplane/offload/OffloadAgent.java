package org.sekimori.dataplane.offload;

import java.util.function.Consumer;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.boxfile.OffloadNotice;

/** Polls an offload. On a thread of its own: each look is a system call for every rule. */
public final class OffloadAgent implements Agent {
    /** Time from one round to the next. */
    public static final int INTERVAL_MS = 100;

    private final KernelOffload offload;
    private final Consumer<OffloadNotice> listener;

    /** The listener hears each time what the offload does. */
    public OffloadAgent(KernelOffload offload, Consumer<OffloadNotice> listener) {
        this.offload = offload;
        this.listener = listener;
    }

    @Override
    public int doWork() {
        offload.poll();
        listener.accept(offload.notice());
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
