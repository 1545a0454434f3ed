package org.sekimori.dataplane.port;

import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.PacketSocket;
import org.sekimori.dataplane.linux.RingGeometry;

/** One pipeline's rings on an interface. */
final class AfPacketLane implements Lane {
    /** A transmit ring is emptied every batch. */
    private static final int MAX_TRANSMIT_SLOTS = 4096;

    private final PortCounters counters;
    private final PacketSocket socket;
    private final AfPacketReceiver receiver;
    private final AfPacketTransmitter transmitter;

    /** With rings for frames of that MTU; nothing comes in yet. */
    AfPacketLane(int mtuBytes, int slotCount, PortCounters counters) {
        this.counters = counters;
        socket = PacketSocket.open(
                RingGeometry.forMtu(mtuBytes, slotCount),
                RingGeometry.forMtu(mtuBytes, Math.min(slotCount, MAX_TRANSMIT_SLOTS)));
        receiver = new AfPacketReceiver(socket, counters);
        transmitter = new AfPacketTransmitter(socket, counters);
    }

    PacketSocket socket() {
        return socket;
    }

    @Override
    public String name() {
        return counters.portName();
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
    public int pollDescriptor() {
        return socket.pollDescriptor();
    }

    void line(boolean down, int mtuBytes) {
        transmitter.line(down, mtuBytes);
    }

    /** Begins to give the receiving socket up for a fresh one, if it hasn't begun yet. */
    void renew() {
        if (!receiver.isGoingOver()) {
            takeKernelDrops();
            socket.renewReceiver();
            receiver.goOver();
        }
    }

    /** Whether the receiver reads the fresh ring by now. */
    boolean isRenewed() {
        if (receiver.isGoingOver()) {
            return false;
        }
        socket.forgetFormerRing();
        return true;
    }

    void takeKernelDrops() {
        counters.add(PortCounter.KERNEL_DROPPED, socket.takeKernelDrops());
    }

    @Override
    public void close() {
        socket.close();
    }
}
