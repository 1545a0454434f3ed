package org.sekimori.dataplane.port;

import static org.sekimori.dataplane.linux.TpacketDescriptor.LENGTH;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_KERNEL;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_SEND_REQUEST;
import static org.sekimori.dataplane.linux.TpacketDescriptor.TRANSMIT_DATA;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.PacketSocket;
import org.sekimori.dataplane.linux.VirtioNetHeaderDescriptor;

/**
 * Writes the transmit ring and has the kernel send it once a batch. All fields belong to egress.
 *
 * <p>A super-frame can't take the ring: direct transmission would drop it in silence. It leaves by the second socket,
 * after the ring has been sent, so that order is kept.
 */
final class AfPacketTransmitter implements TransmitPort {
    /** Longest frame the kernel is asked to copy as one piece; a longer one goes by page references. */
    private static final int MAX_LINEAR_BYTES = 2048;

    private final PacketSocket socket;
    private final PortCounters counters;
    private final UnsafeBuffer ring;
    private final UnsafeBuffer offload = new UnsafeBuffer(0, 0);
    private final int slotBytes;
    private final int ringMask;
    private final int maxRingFrameBytes;
    private int position;
    private int pendingFrames;
    /** Written by the link supervisor, read by egress. */
    private volatile boolean lineDown;

    AfPacketTransmitter(PacketSocket socket, PortCounters counters) {
        this.socket = socket;
        this.counters = counters;
        this.ring = socket.transmitRing();
        this.slotBytes = socket.transmitGeometry().slotBytes();
        this.ringMask = ring.capacity() - 1;
        this.maxRingFrameBytes = slotBytes - TRANSMIT_DATA - VirtioNetHeaderDescriptor.LENGTH;
    }

    @Override
    public void transmit(FrameSlot slot) {
        int length = slot.captureLength();
        if (slot.segmented() || length > maxRingFrameBytes) {
            transmitWhole(slot);
            return;
        }
        int at = position;
        if (ring.getIntAcquire(at + STATUS) != STATUS_KERNEL && !makeRoom(at)) {
            counters.add(PortCounter.TRANSMIT_RING_FULL, 1);
            return;
        }
        int dataAt = at + TRANSMIT_DATA;
        writeOffload(slot, dataAt, length);
        ring.putBytes(dataAt + VirtioNetHeaderDescriptor.LENGTH, slot.frame(), 0, length);
        ring.putInt(at + LENGTH, VirtioNetHeaderDescriptor.LENGTH + length);
        ring.putIntRelease(at + STATUS, STATUS_SEND_REQUEST);
        position = at + slotBytes & ringMask;
        pendingFrames++;
        counters.add(PortCounter.TRANSMITTED_BYTES, length);
    }

    private boolean makeRoom(int at) {
        flush();
        return ring.getIntAcquire(at + STATUS) == STATUS_KERNEL;
    }

    /**
     * The virtio header, with a header length that covers the whole frame where it is short: the kernel then copies the
     * frame in one piece, instead of taking page references that a receiver on this machine would have to copy again.
     */
    private void writeOffload(FrameSlot slot, int at, int length) {
        long from = slot.offloadAddress();
        if (from == 0) {
            ring.putLong(at, 0);
            ring.putShort(at + Long.BYTES, (short) 0);
        } else {
            offload.wrap(from, VirtioNetHeaderDescriptor.LENGTH);
            ring.putLong(at, offload.getLong(0));
            ring.putShort(at + Long.BYTES, offload.getShort(Long.BYTES));
        }
        if (length <= MAX_LINEAR_BYTES) {
            ring.putShort(at + VirtioNetHeaderDescriptor.HEADER_LENGTH, (short) length);
        }
    }

    private void transmitWhole(FrameSlot slot) {
        flush();
        int length = slot.captureLength();
        if (slot.offloadAddress() == 0) {
            counters.add(PortCounter.TRANSMIT_TOO_LONG, 1);
            return;
        }
        int outcome = socket.sendWhole(slot.offloadAddress(), VirtioNetHeaderDescriptor.LENGTH + length);
        switch (outcome) {
            case PacketSocket.SENT -> {
                counters.add(PortCounter.TRANSMITTED_FRAMES, 1);
                counters.add(PortCounter.TRANSMITTED_BYTES, length);
            }
            case PacketSocket.BUSY -> counters.add(PortCounter.TRANSMIT_RING_FULL, 1);
            case PacketSocket.DOWN -> counters.add(PortCounter.TRANSMIT_LINK_DOWN, 1);
            default -> counters.add(PortCounter.TRANSMIT_TOO_LONG, 1);
        }
    }

    @Override
    public void flush() {
        if (pendingFrames == 0) {
            return;
        }
        switch (socket.kick()) {
            case PacketSocket.SENT -> {
                counters.add(PortCounter.TRANSMITTED_FRAMES, pendingFrames);
                pendingFrames = 0;
            }
            case PacketSocket.BUSY -> onBusy();
            case PacketSocket.DOWN -> withdraw(PortCounter.TRANSMIT_LINK_DOWN);
            default -> withdraw(PortCounter.TRANSMIT_REFUSED);
        }
    }

    /** Without a carrier the kernel says "no buffers" for ever, so what waits is given up; else it is tried again. */
    private void onBusy() {
        if (lineDown) {
            withdraw(PortCounter.TRANSMIT_LINK_DOWN);
        } else {
            counters.add(PortCounter.TRANSMIT_BUSY, 1);
        }
    }

    /** Takes back what the kernel has not sent, newest first, so that no stale frame leaves when the link is back. */
    private void withdraw(PortCounter cause) {
        int withdrawn = 0;
        int at = position;
        while (withdrawn < pendingFrames) {
            int before = at - slotBytes & ringMask;
            if (ring.getIntAcquire(before + STATUS) != STATUS_SEND_REQUEST) {
                break;
            }
            ring.putIntRelease(before + STATUS, STATUS_KERNEL);
            at = before;
            withdrawn++;
        }
        position = at;
        counters.add(PortCounter.TRANSMITTED_FRAMES, pendingFrames - withdrawn);
        counters.add(cause, withdrawn);
        pendingFrames = 0;
    }

    /** What the link supervisor sees of the line. */
    void lineDown(boolean value) {
        lineDown = value;
    }

    @Override
    public int pending() {
        return pendingFrames;
    }
}
