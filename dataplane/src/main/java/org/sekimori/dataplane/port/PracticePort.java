package org.sekimori.dataplane.port;

import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.RingGeometry;

/**
 * A port without a line, to practise at: receiver and transmitter are those of {@link AfPacketPort}, their rings are
 * memory, and {@link #arrive} stands for the kernel. What is sent is gone.
 */
public final class PracticePort implements Port {
    private static final int MTU_BYTES = 1500;

    private final String name;
    private final PracticeRings rings;
    private final AfPacketReceiver receiver;
    private final AfPacketTransmitter transmitter;

    /** With rings of that many slots, a power of two. */
    public PracticePort(String name, int slotCount, PortCounters counters) {
        this.name = name;
        RingGeometry geometry = RingGeometry.forMtu(MTU_BYTES, slotCount);
        rings = new PracticeRings(geometry, geometry);
        receiver = new AfPacketReceiver(rings, counters);
        transmitter = new AfPacketTransmitter(rings, counters);
        transmitter.line(false, MTU_BYTES);
    }

    /** A frame comes in. Returns false where the receive ring is full. One thread's own. */
    public boolean arrive(PracticeFrame frame) {
        return rings.arrive(frame);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ReceivePort receiver() {
        return receiver;
    }

    @Override
    public TransmitPort transmitter() {
        return transmitter;
    }

    @Override
    public void close() {
        // nothing was taken
    }
}
