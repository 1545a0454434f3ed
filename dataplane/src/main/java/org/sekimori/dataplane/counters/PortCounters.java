package org.sekimori.dataplane.counters;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/**
 * One port's counters. Each counter has one writer (the receiving side, the sending side or the link supervisor), which
 * adds by a plain read and a release store; anyone may read. Where they were opened to be read only, adding is an error
 * that costs the process.
 */
public final class PortCounters {
    /** Room for counters of one port. */
    private static final int SLOTS = 32;

    private static final int PORTS = 2;

    /** Bytes of the counters of both ports. */
    public static final int LENGTH = PORTS * SLOTS * CountersReader.COUNTER_LENGTH;

    private final String portName;
    private final AtomicCounter[] counters = new AtomicCounter[PortCounter.values().length];

    PortCounters(UnsafeBuffer storage, int portIndex, String portName) {
        this.portName = portName;
        for (PortCounter counter : PortCounter.values()) {
            counters[counter.ordinal()] = new AtomicCounter(storage, portIndex * SLOTS + counter.ordinal());
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
