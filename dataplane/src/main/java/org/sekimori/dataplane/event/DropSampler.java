package org.sekimori.dataplane.event;

import static org.sekimori.dataplane.event.DropEventDescriptor.*;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.broadcast.BroadcastTransmitter;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.MatchFields;

/**
 * Tells of dropped frames, and of those that rules match which only watch, within limits, into a ring that readers may or
 * may not follow: it never waits for them. Memory is fixed and time is handed in. Belongs to one worker.
 *
 * <p>An event needs a token of its source and one of its rule, and takes either both or none. So one loud source uses up
 * no rule's tokens, and forged sources, however many, get no more than the rule's. Matches have tokens of their own, and
 * all of them together no more than twice a rule's rate: however many there are, they don't crowd out drops.
 */
public final class DropSampler implements DropListener {
    /** Rules that only watch may be many, and one frame may match them all. */
    private static final int RULES_THAT_MATCH = 2;

    private static final int NO_REASON = Reason.NONE.ordinal();

    private final BroadcastTransmitter ring;
    private final EventBudget drops;
    private final EventBudget matches;
    private final EventRate allMatches;
    private final DropCapture capture;
    private final long startNs;
    private final UnsafeBuffer event =
            new UnsafeBuffer(BufferUtil.allocateDirectAligned(MAX_LENGTH, BitUtil.CACHE_LINE_LENGTH));

    private long nowNs;
    private long sequence;
    private long matchesFullAtNs;
    private byte batchFlags;

    /**
     * Nothing told yet.
     *
     * @param ring this worker's
     * @param options this worker's share
     * @param startNs the time now, by {@link System#nanoTime}
     */
    public DropSampler(UnsafeBuffer ring, EventOptions options, DropCapture capture, long startNs) {
        this.ring = new BroadcastTransmitter(ring);
        this.drops = new EventBudget(options);
        this.matches = new EventBudget(options);
        this.allMatches =
                EventRate.of(RULES_THAT_MATCH * options.perRulePerSecond(), RULES_THAT_MATCH * options.ruleBurst());
        this.capture = capture;
        this.startNs = startNs;
    }

    @Override
    public void beginBatch(long machineNs, long epoch, boolean isMonitorOnly) {
        nowNs = machineNs;
        event.putLong(EPOCH, epoch);
        batchFlags = isMonitorOnly ? MONITORED : 0;
    }

    @Override
    public void onDrop(FrameSlot slot, MatchFields packet, int ruleCounter, int reason) {
        long sinceStartNs = nowNs - startNs;
        if (drops.admits(RuleBuckets.entry(ruleCounter, reason), packet, sinceStartNs)) {
            drops.take(sinceStartNs);
            event.putByte(FLAGS, batchFlags);
            tell(slot, packet, drops, ruleCounter, reason, capture.snapBytes(nowNs));
        }
    }

    /** Matches are told of without their bytes: a capture is one of dropped frames. */
    @Override
    public void onMatch(FrameSlot slot, MatchFields packet, int ruleCounter) {
        long sinceStartNs = nowNs - startNs;
        if (!matches.admits(RuleBuckets.entry(ruleCounter, NO_REASON), packet, sinceStartNs)) {
            return;
        }
        if (!allMatches.hasToken(matchesFullAtNs, sinceStartNs)) {
            matches.suppress();
            return;
        }
        matchesFullAtNs = allMatches.afterTaking(matchesFullAtNs, sinceStartNs);
        matches.take(sinceStartNs);
        event.putByte(FLAGS, MATCHED);
        tell(slot, packet, matches, ruleCounter, NO_REASON, 0);
    }

    /** So many frames were dropped for the same, and are not known any closer; the next event of that rule says so. */
    public void suppressed(int ruleCounter, int reason, long frames) {
        drops.suppress(RuleBuckets.entry(ruleCounter, reason), frames);
    }

    /** So many frames were matched by that rule, which only watches, and are not known any closer. */
    public void suppressedMatches(int ruleCounter, long frames) {
        matches.suppress(RuleBuckets.entry(ruleCounter, NO_REASON), frames);
    }

    private void tell(
            FrameSlot slot, MatchFields packet, EventBudget budget, int ruleCounter, int reason, int snapBytes) {
        event.putLong(SUPPRESSED_OF_RULE, budget.takeSuppressedOfRule());
        event.putLong(SUPPRESSED_OF_SOURCE, budget.takeSuppressedOfSource());
        event.putInt(RULE_COUNTER, ruleCounter < 0 ? NO_RULE : ruleCounter);
        event.putShort(REASON, (short) reason);
        event.putLong(SEQUENCE, sequence++);
        event.putLong(TIME, slot.timestampNs());
        event.putInt(WIRE_LENGTH, slot.wireLength());
        event.putByte(DIRECTION, (byte) packet.direction().ordinal());
        writePacket(packet);
        int captured = Math.min(snapBytes, slot.captureLength());
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
