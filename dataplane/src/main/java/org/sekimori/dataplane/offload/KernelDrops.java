package org.sekimori.dataplane.offload;

import java.nio.ByteOrder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.ebpf.walk.SampleDescriptor;
import org.sekimori.dataplane.event.DropSampler;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PolicyTable;

/**
 * Tells of frames that the kernel dropped, or would have, and of those that rules match there which only watch, as a
 * worker tells of its own: by samples of them, decoded here. Belongs to one thread at a time.
 */
final class KernelDrops {
    private static final int ALIGNMENT = 64;
    private static final int ADDRESSES_LENGTH = 12;
    private static final int TAG_LENGTH = 4;

    private final OffloadTally tally;
    private final DropSampler sampler;
    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields packet = new MatchFields();
    private final FrameSlot slot = new FrameSlot();
    private final UnsafeBuffer frame =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(TAG_LENGTH + SampleDescriptor.MAX_SNAP, ALIGNMENT));
    private long epochOffsetNs;

    KernelDrops(OffloadTally tally) {
        this.tally = tally;
        sampler = tally.drops();
    }

    int samplesPerRound() {
        return tally.samplesPerRound();
    }

    /** That policy decided what is told next. */
    void begin(ActivePolicy policy) {
        long nowNs = System.nanoTime();
        epochOffsetNs = tally.clock().nanoTime() - nowNs;
        sampler.beginBatch(nowNs, policy.epoch(), policy.table().isMonitorOnly());
    }

    /** So many frames were dropped by that rule, or for that reason, of which there are no samples. */
    void suppressed(int ruleCounter, int reason, long frames) {
        if (frames != 0) {
            sampler.suppressed(ruleCounter, reason, frames);
        }
    }

    /** So many frames were matched by that rule, which only watches, of which there are no samples. */
    void suppressedMatches(int ruleCounter, long frames) {
        if (frames != 0) {
            sampler.suppressedMatches(ruleCounter, frames);
        }
    }

    /** Tells of a frame that a rule matches which only watches, likewise. */
    void tellMatch(Direction direction, int ruleCounter, UnsafeBuffer samples, int offset, int length) {
        read(direction, samples, offset, length);
        sampler.onMatch(slot, packet, ruleCounter);
    }

    /** Tells of a frame by its sample, a record of {@link SampleDescriptor}. The machine's two clocks are one: CLOCK_MONOTONIC. */
    void tell(Direction direction, int ruleCounter, int reason, UnsafeBuffer samples, int offset, int length) {
        read(direction, samples, offset, length);
        sampler.onDrop(slot, packet, ruleCounter, reason);
    }

    /** Looks at where a frame comes from that was sent on, likewise. */
    void tellOrigin(Direction direction, PolicyTable table, UnsafeBuffer samples, int offset, int length) {
        read(direction, samples, offset, length);
        boolean isLanNet = packet.ipVersion() != 0 && table.isLanSource(packet);
        tally.origins().look(direction.ordinal(), packet, isLanNet);
    }

    private void read(Direction direction, UnsafeBuffer samples, int offset, int length) {
        int captured = Math.min(length - SampleDescriptor.FRAME, SampleDescriptor.MAX_SNAP);
        frame.putBytes(TAG_LENGTH, samples, offset + SampleDescriptor.FRAME, captured);
        int tagLength = restoreTag(samples, offset);
        slot.frame().wrap(frame, TAG_LENGTH - tagLength, captured + tagLength);
        int wireLength = samples.getInt(offset + SampleDescriptor.LENGTH) + tagLength;
        slot.received(wireLength, samples.getLong(offset + SampleDescriptor.TIME) + epochOffsetNs, 0);
        packet.direction(direction);
        try {
            decode(wireLength, samples.getInt(offset + SampleDescriptor.DEPTH));
        } catch (RuntimeException fault) {
            // a fault of this program; the frame is told of all the same, without its addresses
            packet.clear();
        }
    }

    /** Up to the packet that decided, so many layers down. */
    private void decode(int wireLength, int depth) {
        decoder.decode(slot.frame(), wireLength, packet);
        for (int left = depth; left > 0 && decoder.hasInner(); left--) {
            decoder.decodeInner(slot.frame(), packet);
        }
    }

    /** Puts a tag that was taken out back behind the addresses; returns its length. */
    private int restoreTag(UnsafeBuffer samples, int offset) {
        int type = samples.getInt(offset + SampleDescriptor.TAG_TYPE);
        if (type == 0) {
            return 0;
        }
        frame.putBytes(0, samples, offset + SampleDescriptor.FRAME, ADDRESSES_LENGTH);
        frame.putShort(ADDRESSES_LENGTH, (short) type);
        frame.putShort(
                ADDRESSES_LENGTH + Short.BYTES,
                (short) samples.getInt(offset + SampleDescriptor.TAG_CONTROL),
                ByteOrder.BIG_ENDIAN);
        return TAG_LENGTH;
    }
}
