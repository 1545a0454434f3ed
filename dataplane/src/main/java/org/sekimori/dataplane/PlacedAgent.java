package org.sekimori.dataplane;

import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.linux.CpuAffinity;
import org.sekimori.dataplane.linux.ThreadPriority;

/** Gives whatever thread runs an agent its core, and its part of that core. */
final class PlacedAgent implements Agent {
    /** Nine parts of a core in ten, where the JVM's own threads or other processes want it too. */
    static final int PREFERRED_NICENESS = -10;

    /** The shortest the kernel knows: frames that come in don't wait for somebody else's slice, some milliseconds. */
    private static final long PREFERRED_SLICE_NS = 100_000;

    private final Agent agent;
    private final int core;
    private final boolean preferred;

    /**
     * Placed when its thread starts.
     *
     * @param core the core it stays on, or {@link BoxOptions#ANY_CORE}
     * @param preferred whether it goes before others on its core
     */
    PlacedAgent(Agent agent, int core, boolean preferred) {
        this.agent = agent;
        this.core = core;
        this.preferred = preferred;
    }

    /** Whether this process may prefer its threads. */
    static boolean mayPrefer() {
        return ThreadPriority.isAvailable(PREFERRED_NICENESS, PREFERRED_SLICE_NS);
    }

    @Override
    public void onStart() {
        if (core != BoxOptions.ANY_CORE) {
            CpuAffinity.pin(core);
        }
        if (preferred) {
            ThreadPriority.set(PREFERRED_NICENESS, PREFERRED_SLICE_NS);
        }
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
