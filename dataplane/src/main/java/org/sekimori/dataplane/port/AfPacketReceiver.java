package org.sekimori.dataplane.port;

import static org.sekimori.dataplane.linux.TpacketDescriptor.LENGTH;
import static org.sekimori.dataplane.linux.TpacketDescriptor.MAC;
import static org.sekimori.dataplane.linux.TpacketDescriptor.NANOSECONDS;
import static org.sekimori.dataplane.linux.TpacketDescriptor.SECONDS;
import static org.sekimori.dataplane.linux.TpacketDescriptor.SNAP_LENGTH;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_COPY;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_KERNEL;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_USER;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_VLAN_TPID_VALID;
import static org.sekimori.dataplane.linux.TpacketDescriptor.STATUS_VLAN_VALID;
import static org.sekimori.dataplane.linux.TpacketDescriptor.VLAN_TAG_LENGTH;
import static org.sekimori.dataplane.linux.TpacketDescriptor.VLAN_TCI;
import static org.sekimori.dataplane.linux.TpacketDescriptor.VLAN_TPID;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.PacketRings;
import org.sekimori.dataplane.linux.VirtioNetHeaderDescriptor;

/**
 * Reads the receive ring. {@link #receive} and all fields belong to the capture agent; {@link #release} touches only a
 * slot's status, or the pool, and belongs to egress; {@link #goOver} to the link supervisor. A slot's status pairs the kernel's release with our acquire, and
 * ours with its.
 */
final class AfPacketReceiver implements ReceivePort {
    /** {@link FrameSlot#receiveIndex} of a frame that lies in the pool, not in the ring. */
    private static final int IN_POOL = -1;
    /** TPID of a tag whose own the kernel didn't tell. */
    private static final int TPID_8021Q = 0x8100;

    /** Slots that are looked at in one go. */
    private static final int LOOK_AHEAD_SLOTS = 16;
    /** In a slot, the cache lines behind the first that a small frame lies in. */
    private static final int SECOND_LINE = 64;

    private static final int THIRD_LINE = 128;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PacketRings rings;
    private final PortCounters counters;
    private final WholeFramePool pool = new WholeFramePool();
    private final UnsafeBuffer ring;
    private final UnsafeBuffer whole = new UnsafeBuffer(0, 0);
    private final int slotBytes;
    private final int ringMask;
    private int position;
    /** Where slots begin that weren't looked at yet. */
    private int aheadUntil;
    /** Keeps the compiler from leaving the look out. */
    private int seen;
    /** Set by the link supervisor, taken back by the capture agent. */
    private volatile boolean goingOver;

    AfPacketReceiver(PacketRings rings, PortCounters counters) {
        this.rings = rings;
        this.counters = counters;
        this.ring = rings.receiveRing();
        this.slotBytes = rings.receiveGeometry().slotBytes();
        this.ringMask = ring.capacity() - 1;
    }

    @Override
    public boolean receive(FrameSlot slot) {
        int at = position;
        if (at == aheadUntil) {
            lookAhead(at);
        }
        int status = ring.getIntAcquire(at + STATUS);
        while ((status & STATUS_USER) != 0) {
            if ((status & STATUS_COPY) != 0) {
                return pool.hasRoom() && receiveWhole(slot, at, status);
            }
            int length = ring.getInt(at + LENGTH);
            if (length == ring.getInt(at + SNAP_LENGTH)) {
                place(slot, ring, at, at + (ring.getShort(at + MAC) & 0xFFFF), length, status, at);
                position = at + slotBytes & ringMask;
                return true;
            }
            counters.add(PortCounter.RECEIVED_CUT, 1);
            ring.putIntRelease(at + STATUS, STATUS_KERNEL);
            at = at + slotBytes & ringMask;
            position = at;
            status = ring.getIntAcquire(at + STATUS);
        }
        if (goingOver) {
            tryGoOver();
        }
        return false;
    }

    /**
     * Reads the next frames' first bytes and nothing more. They lie in the cache of the core that received them; asked for
     * together they come together, where {@link #receive} would wait for each.
     */
    private void lookAhead(int from) {
        int at = from;
        int bytes = 0;
        for (int i = 0; i < LOOK_AHEAD_SLOTS && (ring.getInt(at + STATUS) & STATUS_USER) != 0; i++) {
            bytes += ring.getInt(at + SECOND_LINE) + ring.getInt(at + THIRD_LINE);
            at = at + slotBytes & ringMask;
        }
        seen = bytes;
        aheadUntil = at;
    }

    /** Has the capture agent go over to the ring that the rings have now, once no frame of the old one is in use. */
    void goOver() {
        goingOver = true;
    }

    boolean isGoingOver() {
        return goingOver;
    }

    /** Egress learns of the new ring by the first frame that lies in it. */
    private void tryGoOver() {
        for (int at = 0; at < ring.capacity(); at += slotBytes) {
            if (ring.getIntAcquire(at + STATUS) != STATUS_KERNEL) {
                return;
            }
        }
        ring.wrap(rings.receiveRing());
        position = 0;
        aheadUntil = 0;
        goingOver = false;
    }

    /** The frame waits whole in the socket's queue; its ring slot has what the kernel says about it. */
    private boolean receiveWhole(FrameSlot slot, int at, int status) {
        long address = pool.address();
        int received = rings.receiveWhole(address, pool.roomBytes());
        boolean complete = received > VirtioNetHeaderDescriptor.LENGTH && received <= pool.roomBytes();
        if (complete) {
            whole.wrap(address - WholeFramePool.HEADROOM_BYTES, WholeFramePool.HEADROOM_BYTES + received);
            int frameAt = WholeFramePool.HEADROOM_BYTES + VirtioNetHeaderDescriptor.LENGTH;
            place(slot, whole, at, frameAt, received - VirtioNetHeaderDescriptor.LENGTH, status, IN_POOL);
            pool.claim();
            counters.add(PortCounter.RECEIVED_SUPER_FRAMES, 1);
        } else {
            counters.add(PortCounter.RECEIVED_CUT, 1);
        }
        ring.putIntRelease(at + STATUS, STATUS_KERNEL);
        position = at + slotBytes & ringMask;
        return complete || receive(slot);
    }

    private void place(
            FrameSlot slot,
            UnsafeBuffer memory,
            int headerAt,
            int untaggedAt,
            int untaggedLength,
            int status,
            int index) {
        int frameAt = untaggedAt;
        int length = untaggedLength;
        if ((status & STATUS_VLAN_VALID) != 0) {
            int tpid = (status & STATUS_VLAN_TPID_VALID) != 0 ? ring.getShort(headerAt + VLAN_TPID) : TPID_8021Q;
            frameAt = VlanTagRestorer.restore(memory, frameAt, tpid, ring.getShort(headerAt + VLAN_TCI));
            length += VLAN_TAG_LENGTH;
        }
        long address = memory.addressOffset() + frameAt;
        long timestampNs = (ring.getInt(headerAt + SECONDS) & 0xFFFF_FFFFL) * NANOS_PER_SECOND
                + ring.getInt(headerAt + NANOSECONDS);
        int segmentation =
                memory.getByte(frameAt - VirtioNetHeaderDescriptor.LENGTH + VirtioNetHeaderDescriptor.GSO_TYPE);
        slot.frame().wrap(address, length);
        slot.received(length, timestampNs, index);
        slot.offload(address - VirtioNetHeaderDescriptor.LENGTH, segmentation != VirtioNetHeaderDescriptor.GSO_NONE);
        counters.add(PortCounter.RECEIVED_FRAMES, 1);
        counters.add(PortCounter.RECEIVED_BYTES, length);
    }

    @Override
    public void discard(FrameSlot slot) {
        counters.add(PortCounter.RECEIVED_LATE, 1);
        release(slot);
    }

    @Override
    public void release(FrameSlot slot) {
        int index = slot.receiveIndex();
        if (index == IN_POOL) {
            pool.release();
        } else {
            ring.putIntRelease(index + STATUS, STATUS_KERNEL);
        }
    }
}
