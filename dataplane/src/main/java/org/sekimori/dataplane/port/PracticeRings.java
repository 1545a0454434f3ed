package org.sekimori.dataplane.port;

import static org.sekimori.dataplane.linux.TpacketDescriptor.*;

import java.nio.ByteOrder;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.linux.PacketRings;
import org.sekimori.dataplane.linux.PacketSocket;
import org.sekimori.dataplane.linux.RingGeometry;
import org.sekimori.dataplane.linux.VirtioNetHeaderDescriptor;

/**
 * Rings in memory of this process, with no line behind them: one thread puts frames in as the kernel would, and whatever
 * is sent is gone. {@link #arrive} belongs to that thread, {@link #receiveWhole} to the capture agent, the sending calls
 * to egress.
 */
final class PracticeRings implements PacketRings {
    private static final int PAGE = 4096;
    private static final int NO_FRAME = -1;
    /** Where the kernel puts a frame that has a virtio header before it. */
    private static final int FRAME_AT = 82;

    private final RingGeometry receive;
    private final RingGeometry transmit;
    private final UnsafeBuffer receiveRing;
    private final UnsafeBuffer transmitRing;
    private final UnsafeBuffer whole = new UnsafeBuffer(0, 0);
    private final ConcurrentLinkedQueue<PracticeFrame> wholeFrames = new ConcurrentLinkedQueue<>();
    private int arrivesAt;
    private int sentAt;

    PracticeRings(RingGeometry receive, RingGeometry transmit) {
        this.receive = receive;
        this.transmit = transmit;
        receiveRing = new UnsafeBuffer(BufferUtil.allocateDirectAligned(receive.ringBytes(), PAGE));
        transmitRing = new UnsafeBuffer(BufferUtil.allocateDirectAligned(transmit.ringBytes(), PAGE));
    }

    /** Returns false, and forgets the frame, where the next slot isn't free. */
    boolean arrive(PracticeFrame frame) {
        int at = arrivesAt;
        if (receiveRing.getIntAcquire(at + STATUS) != STATUS_KERNEL) {
            return false;
        }
        int length = frame.bytes().length;
        int fitting = frame.isSuperFrame() ? 0 : length;
        receiveRing.putInt(at + LENGTH, length);
        receiveRing.putInt(at + SNAP_LENGTH, fitting);
        receiveRing.putShort(at + MAC, (short) FRAME_AT);
        receiveRing.putInt(at + SECONDS, (int) (System.currentTimeMillis() / 1000));
        receiveRing.putShort(at + VLAN_TCI, (short) frame.tag());
        receiveRing.putShort(at + VLAN_TPID, (short) PracticeFrame.TPID);
        receiveRing.setMemory(
                at + FRAME_AT - VirtioNetHeaderDescriptor.LENGTH, VirtioNetHeaderDescriptor.LENGTH, (byte) 0);
        receiveRing.putBytes(at + FRAME_AT, frame.bytes(), 0, fitting);
        int status = STATUS_USER | (frame.isTagged() ? STATUS_VLAN_VALID | STATUS_VLAN_TPID_VALID : 0);
        if (frame.isSuperFrame()) {
            wholeFrames.add(frame);
            status |= STATUS_COPY;
        }
        receiveRing.putIntRelease(at + STATUS, status);
        arrivesAt = at + receive.slotBytes() & receive.ringBytes() - 1;
        return true;
    }

    @Override
    public RingGeometry receiveGeometry() {
        return receive;
    }

    @Override
    public RingGeometry transmitGeometry() {
        return transmit;
    }

    @Override
    public UnsafeBuffer receiveRing() {
        return receiveRing;
    }

    @Override
    public UnsafeBuffer transmitRing() {
        return transmitRing;
    }

    @Override
    public int kick() {
        while (transmitRing.getIntAcquire(sentAt + STATUS) == STATUS_SEND_REQUEST) {
            transmitRing.putIntRelease(sentAt + STATUS, STATUS_KERNEL);
            sentAt = sentAt + transmit.slotBytes() & transmit.ringBytes() - 1;
        }
        return PacketSocket.SENT;
    }

    @Override
    public int sendWhole(long address, int lengthBytes) {
        return PacketSocket.SENT;
    }

    @Override
    public int receiveWhole(long address, int roomBytes) {
        PracticeFrame frame = wholeFrames.poll();
        if (frame == null) {
            return NO_FRAME;
        }
        whole.wrap(address, roomBytes);
        whole.putLong(0, 0);
        whole.putShort(Long.BYTES, (short) 0);
        whole.putByte(VirtioNetHeaderDescriptor.GSO_TYPE, (byte) VirtioNetHeaderDescriptor.GSO_TCP_V4);
        whole.putShort(VirtioNetHeaderDescriptor.HEADER_LENGTH, (short) PAGE, ByteOrder.nativeOrder());
        whole.putBytes(VirtioNetHeaderDescriptor.LENGTH, frame.bytes());
        return VirtioNetHeaderDescriptor.LENGTH + frame.bytes().length;
    }
}
