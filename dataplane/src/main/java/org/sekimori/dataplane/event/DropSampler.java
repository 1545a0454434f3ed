package org.sekimori.dataplane.event;

import static org.sekimori.dataplane.event.DropEventDescriptor.*;

import java.security.SecureRandom;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.MatchFields;

/**
 * Tells of dropped frames within limits, into a ring that readers may or may not follow: it never waits for them. Memory
 * is fixed and time is handed in. Belongs to one worker.
 *
 * <p>An event needs a token of its source and one of its rule, and takes either both or none. So one loud source uses up
 * no rule's tokens, and forged sources, however many, get no more than the rule's. The rule is looked at first, since it
 * is one look: while it has none, no source is looked up, nor forgotten for another's sake.
 */
public final class DropSampler implements DropListener {
    private final BroadcastTransmitter ring;
    private final RuleBuckets rules;
    private final SourceBuckets sources;
    private final DropCapture capture;
    private final long startNs;
    private final UnsafeBuffer event =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(MAX_LENGTH, BitUtil.CACHE_LINE_LENGTH));

    private long nowNs;
    private long sequence;

    /**
     * Nothing told yet.
     *
     * @param ring this worker's
     * @param options this worker's share
     * @param startNs the time now, by {@link System#nanoTime}
     */
    public DropSampler(UnsafeBuffer ring, EventOptions options, DropCapture capture, long startNs) {
        this.ring = new BroadcastTransmitter(ring);
        this.rules = new RuleBuckets(EventRate.of(options.perRulePerSecond(), options.ruleBurst()));
        this.sources = new SourceBuckets(
                EventRate.of(options.perSourcePerSecond(), options.sourceBurst()), new SecureRandom().nextLong());
        this.capture = capture;
        this.startNs = startNs;
    }

    @Override
    public void beginBatch(long machineNs, long epoch, boolean isMonitorOnly) {
        nowNs = machineNs;
        event.putLong(EPOCH, epoch);
        event.putByte(FLAGS, isMonitorOnly ? MONITORED : 0);
    }

    @Override
    public void onDrop(FrameSlot slot, MatchFields packet, int ruleCounter, int reason) {
        long sinceStartNs = nowNs - startNs;
        int rule = RuleBuckets.entry(ruleCounter, reason);
        if (!rules.hasToken(rule, sinceStartNs)) {
            rules.suppress(rule, 1);
            return;
        }
        int source = sources.entry(packet);
        if (!sources.hasToken(source, sinceStartNs)) {
            rules.suppress(rule, 1);
            sources.suppress(source);
            return;
        }
        rules.take(rule, sinceStartNs);
        sources.take(source, sinceStartNs);
        event.putLong(SUPPRESSED_OF_RULE, rules.takeSuppressed(rule));
        event.putLong(SUPPRESSED_OF_SOURCE, sources.takeSuppressed(source));
        event.putInt(RULE_COUNTER, ruleCounter < 0 ? NO_RULE : ruleCounter);
        event.putShort(REASON, (short) reason);
        tell(slot, packet);
    }

    /** So many frames were dropped for the same, and are not known any closer; the next event of that rule says so. */
    public void suppressed(int ruleCounter, int reason, long frames) {
        rules.suppress(RuleBuckets.entry(ruleCounter, reason), frames);
    }

    private void tell(FrameSlot slot, MatchFields packet) {
        event.putLong(SEQUENCE, sequence++);
        event.putLong(TIME, slot.timestampNs());
        event.putInt(WIRE_LENGTH, slot.wireLength());
        event.putByte(DIRECTION, (byte) packet.direction().ordinal());
        writePacket(packet);
        int captured = Math.min(capture.snapBytes(nowNs), slot.captureLength());
        event.putInt(CAPTURED_LENGTH, captured);
        if (captured > 0) {
            event.putBytes(CAPTURED, slot.frame(), 0, captured);
        }
        ring.transmit(TYPE_ID, event, 0, CAPTURED + captured);
    }

    private void writePacket(MatchFields packet) {
        int version = packet.ipVersion();
        event.putByte(IP_VERSION, (byte) version);
        event.putLong(SOURCE_HIGH, version == 0 ? 0 : packet.sourceHigh());
        event.putLong(SOURCE_LOW, version == 0 ? 0 : packet.sourceLow());
        event.putLong(DESTINATION_HIGH, version == 0 ? 0 : packet.destinationHigh());
        event.putLong(DESTINATION_LOW, version == 0 ? 0 : packet.destinationLow());
        event.putShort(IP_PROTOCOL, (short) packet.ipProtocol());
        event.putShort(SOURCE_PORT, (short) packet.sourcePort());
        event.putShort(DESTINATION_PORT, (short) packet.destinationPort());
    }
}
