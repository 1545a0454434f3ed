package org.sekimori.dataplane;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/**
 * An agent beside the frames that goes on whatever it throws, errors included, at its usual pace: its runner would call it
 * again without a pause.
 */
final class SteadyAgent implements Agent {
    private final Agent agent;
    private final ErrorHandler faults;

    /** Around that agent, whose faults are told there. */
    SteadyAgent(Agent agent, ErrorHandler faults) {
        this.agent = agent;
        this.faults = faults;
    }

    @Override
    public void onStart() {
        agent.onStart();
    }

    @Override
    public int doWork() throws InterruptedException {
        try {
            return agent.doWork();
        } catch (InterruptedException ending) {
            throw ending;
        } catch (Throwable fault) {
            faults.onError(new DataPathFault(agent.roleName() + " failed, and goes on", fault));
            return 0;
        }
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
