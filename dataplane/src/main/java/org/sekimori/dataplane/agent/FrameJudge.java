package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Verdict;

/**
 * Judges a frame, writes the verdict into the slot and counts it. Belongs to one worker, as do the decoder, the fields,
 * the memory and the tally it uses.
 *
 * <p>A frame may hold several IP packets, one in the other. Each is judged, the outermost first, and the first that is to
 * be dropped drops the frame. Else the outermost packet that a rule passes speaks for the frame; only where no rule
 * matches any of them does the default of the direction apply, so that what comes through a tunnel meets the verdict it
 * would meet without.
 *
 * <p>A fragment in a fragment happens, where a tunnel cuts what came to it in pieces. A third in these doesn't: it is
 * undecodable, so that one frame can't take a place in memory for each packet in it.
 *
 * <p>A frame that carries no IP passes: policies speak of IP only, and a bridge that lost ARP or STP would cut the line.
 */
final class FrameJudge {
    /** Packets of a frame that may be fragments. */
    static final int MAX_FRAGMENT_LAYERS = 2;

    private static final Direction[] DIRECTION_BY_INGRESS = {Direction.INBOUND, Direction.OUTBOUND};
    private static final int NONE = Reason.NONE.ordinal();
    private static final int TOO_DEEP = Reason.UNDECODABLE_LAYERS.ordinal();
    private static final int PASS = Verdict.pass(Verdict.NO_RULE);

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final int[] judgedEnds = new int[FrameDecoder.MAX_IP_LAYERS];
    private final PacketJudge packets;
    private final WorkerMemory memory;
    private final VerdictCounters counters;
    private final DropListener drops;
    private OriginTally origins = new OriginTally();
    private ActivePolicy policy;
    private int reason;
    private int layerCount;
    private boolean isRemembered;
    /** Whether the decoder looked into a tunnel, so that the fields don't hold the outermost packet any more. */
    private boolean isEntered;

    FrameJudge(VerdictCounters counters, WorkerMemory memory, DropListener drops) {
        this(counters, memory, new PacketJudge(memory), drops);
    }

    FrameJudge(VerdictCounters counters, WorkerMemory memory, PacketJudge packets, DropListener drops) {
        this.counters = counters;
        this.memory = memory;
        this.packets = packets;
        this.drops = drops;
        memory.tellMatchesTo(drops);
    }

    /** The policy for the frames to come, and the machine's time; once a batch. */
    void beginBatch(ActivePolicy value, long nowNs) {
        policy = value;
        packets.policy(value.table());
        memory.beginBatch(value, nowNs);
        drops.beginBatch(nowNs, value.epoch(), value.table().isMonitorOnly());
    }

    void judge(FrameSlot slot) {
        fields.direction(DIRECTION_BY_INGRESS[slot.ingress()]);
        reason = NONE;
        int decoded = decoder.decode(slot.frame(), slot.wireLength(), slot.linkType(), fields);
        int verdict = decoded == FrameDecoder.NOT_IP ? PASS : judgeIp(slot, decoded);
        boolean isOnlyWatched = Verdict.isDrop(verdict) && policy.table().isMonitorOnly();
        int settled = isOnlyWatched ? Verdict.pass(Verdict.ruleIndex(verdict)) : verdict;
        slot.judged(settled, reason, policy.epoch());
        count(slot, settled, isOnlyWatched);
    }

    /** Judging that frame failed by a fault of this program: drops it, unless the policy only watches, counts it and tells of it. */
    void onFault(FrameSlot slot) {
        boolean isOnlyWatched = policy.table().isMonitorOnly();
        reason = Reason.INTERNAL_ERROR.ordinal();
        int verdict = isOnlyWatched ? PASS : Verdict.drop(Verdict.NO_RULE);
        slot.judged(verdict, reason, policy.epoch());
        count(slot, verdict, isOnlyWatched);
        fields.clear();
        fields.direction(DIRECTION_BY_INGRESS[slot.ingress()]);
        try {
            decoder.decode(slot.frame(), slot.wireLength(), slot.linkType(), fields);
        } catch (RuntimeException undecodable) {
            // told of without addresses: what the decoder left behind may be half of one packet and half of another
            fields.clear();
        }
        drops.onDrop(slot, fields, Verdict.NO_RULE, reason);
    }

    /** Where to tell where packets come from. */
    FrameJudge tallyOrigins(OriginTally value) {
        origins = value;
        return this;
    }

    /** Tells where the packet came from that was judged last, if it was one. */
    void sampleOrigin(int ingress) {
        origins.look(ingress, fields, fields.ipVersion() != 0 && policy.table().isLanSource(fields));
    }

    private int judgeIp(FrameSlot slot, int outermost) {
        memory.beginFrame(slot);
        layerCount = 0;
        isRemembered = false;
        isEntered = false;
        int verdict = judgePackets(slot, outermost);
        if (Verdict.isDrop(verdict)) {
            int rule = Verdict.ruleIndex(verdict);
            drops.onDrop(slot, fields, rule == Verdict.NO_RULE ? rule : policy.ruleCounters()[rule], reason);
        }
        if (isRemembered) {
            boolean leaves = !Verdict.isDrop(verdict) || policy.table().isMonitorOnly();
            remember(slot, outermost, verdict, leaves);
        }
        return verdict;
    }

    /** The verdict on the frame; {@link #reason} says why, where no rule's match of the headers does. */
    private int judgePackets(FrameSlot slot, int outermost) {
        int verdict = policy.table().defaultVerdict(fields.direction());
        boolean isDecided = false;
        int decoded = outermost;
        int fragmentLayers = 0;
        while (decoded != FrameDecoder.NOT_IP) {
            fragmentLayers += fields.fragment() == MatchFields.WHOLE ? 0 : 1;
            boolean isTooDeep = fragmentLayers > MAX_FRAGMENT_LAYERS;
            if (!isTooDeep) {
                layerCount++;
                isRemembered |= memory.concerns(fields);
            } else if (decoded == NONE) {
                decoded = TOO_DEEP;
            }
            int opinion = packets.judge(decoded, fields);
            countUndersized();
            if (Verdict.ruleIndex(opinion) != Verdict.NO_RULE || packets.reason() != NONE) {
                if (Verdict.isDrop(opinion) || !isDecided) {
                    isDecided = true;
                    verdict = opinion;
                    reason = packets.reason();
                }
                if (Verdict.isDrop(opinion)) {
                    return verdict;
                }
            }
            if (isTooDeep || !decoder.hasInner()) {
                return verdict;
            }
            isEntered = true;
            decoded = decoder.decodeInner(slot.frame(), fields);
        }
        return verdict;
    }

    /** Tells the memory of every packet in the frame; a tunnel's have to be decoded once more. */
    private void remember(FrameSlot slot, int outermost, int verdict, boolean leaves) {
        // one layer more than can be decoded may have been judged, as undecodable: there is nothing to remember of it
        int layers = Math.min(layerCount, FrameDecoder.MAX_IP_LAYERS);
        for (int layer = 0; layer < layers; layer++) {
            judgedEnds[layer] = decoder.judgedEnd(layer);
        }
        if (!isEntered) {
            memory.remember(outermost, fields, judgedEnds[0], verdict, leaves);
            return;
        }
        int decoded = decoder.decode(slot.frame(), slot.wireLength(), slot.linkType(), fields);
        for (int layer = 0; layer < layers && decoded != FrameDecoder.NOT_IP; layer++) {
            memory.remember(decoded, fields, judgedEnds[layer], verdict, leaves);
            decoded = decoder.hasInner() ? decoder.decodeInner(slot.frame(), fields) : FrameDecoder.NOT_IP;
        }
    }

    private void countUndersized() {
        if (fields.isUndersized()) {
            counters.countUndersized(fields.direction().ordinal());
        }
    }

    private void count(FrameSlot slot, int verdict, boolean isOnlyWatched) {
        boolean dropped = Verdict.isDrop(verdict);
        int frameBytes = slot.wireLength();
        counters.countDirection(slot.ingress(), dropped, frameBytes);
        int rule = Verdict.ruleIndex(verdict);
        if (isOnlyWatched) {
            countWatched(rule, frameBytes);
        } else if (rule != Verdict.NO_RULE) {
            counters.countRule(policy.ruleCounters()[rule], dropped, frameBytes);
        } else if (reason != NONE) {
            counters.countReason(reason, dropped, frameBytes);
        }
    }

    /** What the policy would have dropped, were it in force. */
    private void countWatched(int rule, int frameBytes) {
        if (rule != Verdict.NO_RULE) {
            counters.countMonitored(policy.ruleCounters()[rule], frameBytes);
        } else if (reason != NONE) {
            counters.countReasonMonitored(reason, frameBytes);
        }
    }
}
