package org.sekimori.dataplane.counters;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Where counters lie, zeroed at the start: memory of this process, or parts of a file that others read. The lengths are
 * {@link PortCounters#LENGTH}, {@link RuleNames#LENGTH}, {@link MemoryTallies#LENGTH} and {@link VerdictCounters#LENGTH}.
 */
public interface CounterStorage {
    int workerCount();

    /** What ports count for the pipeline whose first worker that is. */
    UnsafeBuffer ports(int worker);

    /** Names of rules. */
    UnsafeBuffer names();

    /** What that worker's memories count of themselves. */
    UnsafeBuffer memories(int worker);

    /** What that worker counts of frames. */
    UnsafeBuffer verdicts(int worker);

    /**
     * The rule of that counter, the next one so far, is about to be named and counted: its room must be there from now on.
     *
     * @throws IllegalStateException if there is no room
     * @throws UnsupportedOperationException if this storage is only for reading
     */
    void claimRule(int ruleCounter);
}
