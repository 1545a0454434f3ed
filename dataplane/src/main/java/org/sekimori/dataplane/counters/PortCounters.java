package org.sekimori.dataplane.counters;

import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersManager;

/**
 * One port's counters. Each counter has one writer (the receiving side, the sending side or the link supervisor), which
 * adds by a plain read and a release store; anyone may read.
 */
public final class PortCounters {
    private final String portName;
    private final AtomicCounter[] counters = new AtomicCounter[PortCounter.values().length];

    PortCounters(CountersManager storage, String portName) {
        this.portName = portName;
        for (PortCounter counter : PortCounter.values()) {
            counters[counter.ordinal()] = storage.newCounter(portName + ": " + counter.word());
        }
    }

    public String portName() {
        return portName;
    }

    /** Adds to a counter that the caller owns. */
    public void add(PortCounter counter, long amount) {
        counters[counter.ordinal()].getAndAddRelease(amount);
    }

    /** The counter's value as last published. */
    public long value(PortCounter counter) {
        return counters[counter.ordinal()].getAcquire();
    }
}
