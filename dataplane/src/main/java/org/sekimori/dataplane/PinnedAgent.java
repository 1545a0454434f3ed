package org.sekimori.dataplane;

import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.linux.CpuAffinity;

/** Keeps whatever thread runs an agent on one core. */
final class PinnedAgent implements Agent {
    private final Agent agent;
    private final int core;

    PinnedAgent(Agent agent, int core) {
        this.agent = agent;
        this.core = core;
    }

    @Override
    public void onStart() {
        CpuAffinity.pin(core);
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception {
        return agent.doWork();
    }

    @Override
    public void onClose() {
        agent.onClose();
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
