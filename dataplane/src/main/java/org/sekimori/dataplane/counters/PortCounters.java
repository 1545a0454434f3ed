package org.sekimori.dataplane.counters;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;

/**
 * One port's counters, of each pipeline by itself, added up when read. Each counter of a pipeline has one writer (the
 * receiving side, the sending side or the link supervisor), which adds by a plain read and a release store; anyone may
 * read. Where they were opened to be read only, adding is an error that costs the process.
 */
public final class PortCounters {
    /** Room for counters of one port. */
    private static final int SLOTS = 32;

    private static final int PORTS = 2;

    /** Bytes of one pipeline's counters of both ports. */
    public static final int LENGTH = PORTS * SLOTS * CountersReader.COUNTER_LENGTH;

    private final String portName;
    private final AtomicCounter[][] places;
    private final AtomicCounter[] own;

    PortCounters(List<UnsafeBuffer> storages, int portIndex, String portName) {
        this(portName, new AtomicCounter[storages.size()][PortCounter.values().length], 0);
        for (int place = 0; place < places.length; place++) {
            for (PortCounter counter : PortCounter.values()) {
                int slot = portIndex * SLOTS + counter.ordinal();
                places[place][counter.ordinal()] = new AtomicCounter(storages.get(place), slot);
            }
        }
    }

    private PortCounters(String portName, AtomicCounter[][] places, int own) {
        this.portName = portName;
        this.places = places;
        this.own = places[own];
    }

    /** The same counters, of which the pipeline whose first worker that is adds to its own. */
    public PortCounters addingAt(int firstWorker) {
        return new PortCounters(portName, places, firstWorker);
    }

    public String portName() {
        return portName;
    }

    /** Adds to a counter that the caller owns. */
    public void add(PortCounter counter, long amount) {
        own[counter.ordinal()].getAndAddRelease(amount);
    }

    /** The counter's value as last published, over all pipelines. */
    public long value(PortCounter counter) {
        long sum = 0;
        for (AtomicCounter[] place : places) {
            sum += place[counter.ordinal()].getAcquire();
        }
        return sum;
    }
}
