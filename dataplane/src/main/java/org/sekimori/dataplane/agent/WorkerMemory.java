package org.sekimori.dataplane.agent;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.linux.LargeMemory;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.state.ConnectionMemory;
import org.sekimori.dataplane.state.FlowMemory;
import org.sekimori.dataplane.state.FragmentMemory;
import org.sekimori.dataplane.state.LimitMemory;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.dataplane.state.Tally;
import org.sekimori.policy.AskedFlows;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.VerdictCache;

/**
 * What a worker remembers of the frames it judged, and tells policies that ask. Belongs to one worker.
 *
 * <p>Flows and connections are only followed while a policy asks for them, and of flows only those it may ask about. When
 * one begins to, nothing is known of what the inside asked before: its grace lasts from then on.
 */
final class WorkerMemory implements PacketMemory {
    /** Rules in {@link FragmentMemory}: epoch above, rule index and one more below. */
    private static final int RULE_BITS = 18;

    /** Verdicts that are kept for each flow that can be held: most packets of a line belong to no flow followed. */
    private static final int VERDICTS_PER_FLOW = 4;

    private static final int MAX_VERDICTS = 1 << 22;
    /** Tells a rule's allowance from its limit. */
    private static final int ALLOWANCE = 1 << 30;

    private static final int NONE = Reason.NONE.ordinal();
    private static final int RULE_MASK = (1 << RULE_BITS) - 1;

    private final FlowMemory flows;
    private final FragmentMemory fragments;
    private final LimitMemory limits;
    private final ConnectionMemory connections;
    private final Grants grants;
    private final VerdictCache verdicts;
    private final VerdictCounters counters;
    private final FrameClock clock;

    private ActivePolicy policy;
    private PolicyTable table;
    private AskedFlows followed = AskedFlows.NONE;
    private boolean followsConnections;
    private long nowNs;
    private long followedSinceNs;
    private FrameSlot frame;
    private MatchFields evaluated;
    private DropListener matches = DropListener.NONE;

    WorkerMemory(StateOptions options, long seed, FrameClock clock, VerdictCounters counters) {
        flows = new FlowMemory(options, seed);
        fragments = new FragmentMemory(options, seed);
        limits = new LimitMemory(options, seed);
        connections = new ConnectionMemory(options, seed);
        grants = new Grants(connections);
        verdicts = new VerdictCache(LargeMemory.allocate(verdictCount(options) * VerdictCache.ENTRY_LENGTH));
        this.clock = clock;
        this.counters = counters;
    }

    /** Hears of matches of rules that only watch. */
    void tellMatchesTo(DropListener listener) {
        matches = listener;
    }

    /** What the memories count of themselves; for any thread. */
    Map<MemoryKind, Tally> tallies() {
        return Map.of(
                MemoryKind.FLOWS, flows.tally(),
                MemoryKind.FRAGMENTS, fragments.tally(),
                MemoryKind.BUCKETS, limits.tally(),
                MemoryKind.CONNECTIONS, connections.tally());
    }

    /** The policy for the packets to come, and the machine's time. */
    void beginBatch(ActivePolicy value, long machineNs) {
        if (clock == FrameClock.MACHINE) {
            nowNs = machineNs;
        }
        if (policy != value) {
            policy = value;
            table = value.table();
            followedSinceNs = followed.covers(table.flows()) ? followedSinceNs : nowNs;
            followed = table.flows();
            followsConnections = table.asksForConnections();
        }
    }

    /** Up to the next batch nothing was seen: flows are followed anew, with the grace that goes with it. */
    void interrupt() {
        policy = null;
        followed = AskedFlows.NONE;
    }

    /** The frame at hand. */
    void beginFrame(FrameSlot slot) {
        frame = slot;
        long timestampNs = slot.timestampNs();
        if (clock == FrameClock.FRAMES && timestampNs > nowNs) {
            followedSinceNs = nowNs == 0 ? timestampNs : followedSinceNs;
            nowNs = timestampNs;
        }
    }

    /** What the rules say, maybe from memory; this memory is asked what only it can tell. */
    int evaluate(MatchFields fields) {
        evaluated = fields;
        return verdicts.evaluate(table, fields, this);
    }

    /** What is known of the packet a fragment belongs to: one of {@link FragmentMemory}'s three words. */
    int fragmentVerdict(MatchFields fields) {
        return fragments.verdict(fields, nowNs);
    }

    /** Index of the rule behind the verdict found last; none if it was another policy's. */
    int fragmentRule() {
        int rule = fragments.rule();
        return rule >>> RULE_BITS == epochBits() ? (rule & RULE_MASK) - 1 : Verdict.NO_RULE;
    }

    /** Up to where the first fragments found last were judged. */
    int fragmentJudgedEnd() {
        return fragments.judgedEnd();
    }

    /** Whether a packet like this is to be remembered, once the frame's verdict is known. */
    boolean concerns(MatchFields fields) {
        return fields.fragment() != MatchFields.WHOLE
                || isFollowed(fields)
                || followsConnections && fields.tcpFlags() != 0;
    }

    /**
     * Remembers a packet whose frame was judged.
     *
     * @param decoded what the decoder said of it
     * @param judgedEnd payload byte up to which a first fragment was judged
     * @param verdict the frame's
     * @param leaves whether the frame is sent on
     */
    void remember(int decoded, MatchFields fields, int judgedEnd, int verdict, boolean leaves) {
        if (fields.fragment() != MatchFields.WHOLE) {
            rememberFragment(fields, judgedEnd, verdict);
        }
        if (leaves && decoded == NONE && fields.fragment() != MatchFields.LATER_FRAGMENT) {
            rememberPassed(fields);
        }
    }

    /** A first fragment, or anything of a packet that is dropped: what comes after it shares its fate. */
    private void rememberFragment(MatchFields fields, int judgedEnd, int verdict) {
        int rule = epochBits() << RULE_BITS | Verdict.ruleIndex(verdict) + 1;
        if (Verdict.isDrop(verdict)) {
            fragments.dropped(fields, rule, nowNs);
        } else if (fields.fragment() == MatchFields.FIRST_FRAGMENT) {
            fragments.passed(fields, isAsked(fields), judgedEnd, rule, nowNs);
        }
    }

    /** Whether the inside asked for this packet, and nobody else could have known; not told where flows aren't followed. */
    private boolean isAsked(MatchFields fields) {
        return followed != AskedFlows.NONE && flows.isKnown(fields, nowNs);
    }

    private void rememberPassed(MatchFields fields) {
        if (isFollowed(fields)) {
            flows.note(fields, nowNs);
        }
        if (followsConnections) {
            grants.note(fields, policy, nowNs);
            connections.note(fields, nowNs);
        }
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {
        int ruleCounter = policy.ruleCounters()[ruleIndex];
        counters.countMonitored(ruleCounter, frame.wireLength());
        matches.onMatch(frame, evaluated, ruleCounter);
    }

    /** A later fragment is solicited if its first one was let in; it says nothing of itself. */
    @Override
    public boolean isSolicited(MatchFields fields) {
        if (fields.fragment() == MatchFields.LATER_FRAGMENT) {
            return fragmentVerdict(fields) == FragmentMemory.PASSED;
        }
        return flows.isSolicited(fields, nowNs) || isGrace() && isReply(fields);
    }

    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        Limit limit = table.limit(ruleIndex);
        int key = limitKey(ruleIndex);
        return connections.exceeds(fields, key, limit, nowNs) || !limits.take(fields, key, limit, nowNs);
    }

    @Override
    public boolean exceedsAllowance(int ruleIndex, MatchFields fields) {
        return !limits.take(fields, ALLOWANCE | limitKey(ruleIndex), table.allowLimit(ruleIndex), nowNs);
    }

    /** The rule by its name's counter, which outlives a policy: a reload empties no bucket. */
    private int limitKey(int ruleIndex) {
        return policy.ruleCounters()[ruleIndex];
    }

    private boolean isFollowed(MatchFields fields) {
        return followed != AskedFlows.NONE && followed.concerns(fields);
    }

    private boolean isGrace() {
        return nowNs - followedSinceNs < TimeUnit.SECONDS.toNanos(table.graceSeconds());
    }

    private static int verdictCount(StateOptions options) {
        return Math.min(MAX_VERDICTS, VERDICTS_PER_FLOW * Integer.highestOneBit(options.flows()));
    }

    private static boolean isReply(MatchFields fields) {
        return fields.direction() == Direction.INBOUND
                && fields.messageKind() != MessageKind.REQUEST
                && fields.sourceKind() != MessageKind.REQUEST
                && (fields.messageKind() == MessageKind.REPLY || fields.sourceKind() == MessageKind.REPLY);
    }

    private int epochBits() {
        return (int) policy.epoch() & (1 << Integer.SIZE - RULE_BITS) - 1;
    }
}
