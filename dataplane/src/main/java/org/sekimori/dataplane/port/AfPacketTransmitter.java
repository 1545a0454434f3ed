package org.sekimori.dataplane.port;

import static org.sekimori.dataplane.linux.TpacketDescriptor.LENGTH;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_KERNEL;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_SEND_REQUEST;
import static org.sekimori.dataplane.linux.TpacketDescriptor.TRANSMIT_DATA;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.PacketRings;
import org.sekimori.dataplane.linux.PacketSocket;
import org.sekimori.dataplane.linux.TpacketDescriptor;
import org.sekimori.dataplane.linux.VirtioNetHeaderDescriptor;

/**
 * Writes the transmit ring and has the kernel send it once a batch. All fields belong to egress.
 *
 * <p>A super-frame can't take the ring: direct transmission would drop it in silence. It leaves by the second socket,
 * after the ring has been sent, so that order is kept.
 */
final class AfPacketTransmitter implements TransmitPort {
    /** A frame may be longer than the MTU by an Ethernet header and one tag, as the kernel's own bridge has it. */
    private static final int HEADER_AND_TAG_BYTES = 14 + TpacketDescriptor.VLAN_TAG_LENGTH;
    /** Times in a row that the kernel may refuse the same frame, a few milliseconds at least, before it is given up. */
    private static final int MAX_REFUSALS = 2000;
    /** Longest frame the kernel is asked to copy as one piece; a longer one goes by page references. */
    private static final int MAX_LINEAR_BYTES = 2048;

    private final PacketRings rings;
    private final PortCounters counters;
    private final UnsafeBuffer ring;
    private final UnsafeBuffer offload = new UnsafeBuffer(0, 0);
    private final int slotBytes;
    private final int ringMask;
    private final int maxRingFrameBytes;
    /** Next slot to fill. */
    private int position;
    /** Oldest slot that may still wait to be sent; the kernel's own next. */
    private int oldest;

    private int pendingFrames;
    private int refusalsInARow;
    private long refusals;
    private boolean stuck;
    /** Written by the link supervisor, read by egress. */
    private volatile boolean lineDown;

    private volatile int maxFrameBytes;

    AfPacketTransmitter(PacketRings rings, PortCounters counters) {
        this.rings = rings;
        this.counters = counters;
        this.ring = rings.transmitRing();
        this.slotBytes = rings.transmitGeometry().slotBytes();
        this.ringMask = ring.capacity() - 1;
        this.maxRingFrameBytes = slotBytes - TRANSMIT_DATA - VirtioNetHeaderDescriptor.LENGTH;
        this.maxFrameBytes = maxRingFrameBytes;
    }

    @Override
    public void transmit(FrameSlot slot) {
        int length = slot.captureLength();
        if (slot.segmented()) {
            transmitWhole(slot);
            return;
        }
        if (length > maxFrameBytes) {
            counters.add(PortCounter.TRANSMIT_TOO_LONG, 1);
            return;
        }
        int at = position;
        if (ring.getIntAcquire(at + STATUS) != STATUS_KERNEL && !makeRoom(at)) {
            counters.add(PortCounter.TRANSMIT_RING_FULL, 1);
            stuck = !lineDown;
            refusals++;
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
        int outcome = rings.sendWhole(slot.offloadAddress(), VirtioNetHeaderDescriptor.LENGTH + length);
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
        switch (rings.kick()) {
            case PacketSocket.SENT -> {
                counters.add(PortCounter.TRANSMITTED_FRAMES, pendingFrames);
                pendingFrames = 0;
                oldest = position;
                refusalsInARow = 0;
                stuck = false;
            }
            case PacketSocket.BUSY -> onBusy();
            case PacketSocket.DOWN -> {
                stuck = false;
                withdraw(PortCounter.TRANSMIT_LINK_DOWN);
            }
            default -> withdraw(PortCounter.TRANSMIT_REFUSED);
        }
    }

    /**
     * "No buffers" mostly passes, so what waits is tried again; but the kernel says it for ever on a line without a carrier,
     * and of a frame that the driver will never take.
     */
    private void onBusy() {
        counters.add(PortCounter.TRANSMIT_BUSY, 1);
        int sent = forgetSent();
        counters.add(PortCounter.TRANSMITTED_FRAMES, sent);
        refusalsInARow = sent > 0 ? 0 : refusalsInARow + 1;
        stuck = sent == 0 && !lineDown;
        refusals++;
        if (lineDown) {
            withdraw(PortCounter.TRANSMIT_LINK_DOWN);
        } else if (refusalsInARow > MAX_REFUSALS) {
            withdraw(PortCounter.TRANSMIT_REFUSED);
        }
    }

    /** Moves past the slots the kernel has taken since, and returns how many. */
    private int forgetSent() {
        int sent = 0;
        while (pendingFrames > 0 && ring.getIntAcquire(oldest + STATUS) != STATUS_SEND_REQUEST) {
            oldest = oldest + slotBytes & ringMask;
            pendingFrames--;
            sent++;
        }
        return sent;
    }

    /** Takes back what the kernel has not sent, so that nothing stale leaves later; the kernel goes on at the oldest slot. */
    private void withdraw(PortCounter cause) {
        counters.add(PortCounter.TRANSMITTED_FRAMES, forgetSent());
        counters.add(cause, pendingFrames);
        for (int at = oldest; pendingFrames > 0; pendingFrames--) {
            ring.putIntRelease(at + STATUS, STATUS_KERNEL);
            at = at + slotBytes & ringMask;
        }
        position = oldest;
        refusalsInARow = 0;
    }

    /** What the link supervisor sees of the line. */
    void line(boolean down, int mtuBytes) {
        lineDown = down;
        maxFrameBytes = Math.min(maxRingFrameBytes, mtuBytes + HEADER_AND_TAG_BYTES);
    }

    @Override
    public boolean isStuck() {
        return stuck;
    }

    @Override
    public long refusals() {
        return refusals;
    }

    @Override
    public void onFault() {
        counters.add(PortCounter.TRANSMIT_REFUSED, 1);
    }

    @Override
    public int pending() {
        return pendingFrames;
    }
}
