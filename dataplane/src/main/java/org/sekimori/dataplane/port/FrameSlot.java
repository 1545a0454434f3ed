package org.sekimori.dataplane.port;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.policy.Verdict;

/**
 * One entry of the ring: says where a frame lies, not what is in it, and then what was decided about it.
 *
 * <p>The receiving port fills it (owner: the capture agent), the judge adds the verdict (owner: one worker), egress
 * reads it and hands the frame's memory back. The ring's sequences order these three; no field is volatile.
 */
public final class FrameSlot {
    private final UnsafeBuffer frame = new UnsafeBuffer(0, 0);
    private int wireLength;
    private long timestampNs;
    private int receiveIndex;
    private long offloadAddress;
    private boolean segmented;
    private int linkType = LinkTypes.ETHERNET;

    private int ingress;
    private int shard;

    private int verdict;
    private int reason;
    private long epoch;

    /**
     * The captured bytes, from the destination MAC address on (or what else {@link #linkType()} begins with), tags in
     * place: exactly what was on the wire, or its head.
     */
    public UnsafeBuffer frame() {
        return frame;
    }

    /** Bytes captured: {@code frame().capacity()}. */
    public int captureLength() {
        return frame.capacity();
    }

    /** Bytes on the wire; more than {@link #captureLength()} only where a capture file's snap length cut the frame. */
    public int wireLength() {
        return wireLength;
    }

    /** When the frame was received, nanoseconds since 1970, or 0 where the port doesn't stamp frames. */
    public long timestampNs() {
        return timestampNs;
    }

    /** What the frame begins with: one of {@link LinkTypes}; Ethernet but for some capture files. */
    public int linkType() {
        return linkType;
    }

    /** Called by a receiving port whose frames aren't all Ethernet. */
    public void linkType(int value) {
        linkType = value;
    }

    /** The receiving port's own word for where the frame lies; only that port understands it. */
    public int receiveIndex() {
        return receiveIndex;
    }

    /** Address of the 10-byte {@code virtio_net_hdr} before the frame, 0 where there is none. */
    public long offloadAddress() {
        return offloadAddress;
    }

    /** Whether the frame is a super-frame that its sender leaves to the network card to cut (GSO). */
    public boolean segmented() {
        return segmented;
    }

    /** The frame's place in memory; called by the receiving port. */
    public void received(int wireLength, long timestampNs, int receiveIndex) {
        this.wireLength = wireLength;
        this.timestampNs = timestampNs;
        this.receiveIndex = receiveIndex;
        this.offloadAddress = 0;
        this.segmented = false;
    }

    /** What the sender left to the card; called by the receiving port after {@link #received}. */
    public void offload(long offloadAddress, boolean segmented) {
        this.offloadAddress = offloadAddress;
        this.segmented = segmented;
    }

    /** Index of the port the frame came in by: 0 is WAN, 1 is LAN; set by the capture agent. */
    public int ingress() {
        return ingress;
    }

    public void ingress(int portIndex) {
        this.ingress = portIndex;
    }

    /** Which worker judges the frame; set by the capture agent. */
    public int shard() {
        return shard;
    }

    public void shard(int value) {
        this.shard = value;
    }

    /** What was decided: {@code verdict} as {@link Verdict} packs it, {@code reason} an ordinal of {@code Reason}. */
    public void judged(int verdict, int reason, long epoch) {
        this.verdict = verdict;
        this.reason = reason;
        this.epoch = epoch;
    }

    public int verdict() {
        return verdict;
    }

    public int reason() {
        return reason;
    }

    /** Number of the policy that judged the frame; each reload adds one. */
    public long epoch() {
        return epoch;
    }
}
