package org.sekimori.dataplane.state;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;

/**
 * Remembers how the fragments of a packet were judged, so that later ones can share its fate. A packet is direction,
 * both addresses, identification and for IPv4 the protocol (RFC 791 §3.2; for IPv6 the protocol is no part of it, RFC
 * 8200 §4.5).
 *
 * <p>What is remembered lives {@link #LIFETIME_NS} from when it was first said, and nothing prolongs it: neither do
 * later fragments, which would let honest traffic keep a poisoned identification poisoned, nor another first one. Only
 * when a packet that passed is dropped after all does its time begin again, once: twice the lifetime at most.
 *
 * <p>Once dropped, a packet stays dropped, whatever passes later. Memory is fixed at construction, and strangers can fill
 * it: anybody can send first fragments that pass. So every packet may have to yield, in an order that leaves honest ones
 * the moments they need between their first fragment and the rest:
 *
 * <ul>
 *   <li>An inside host (inbound: the destination; outbound: the source) has no more than its quota in each direction.
 *       At its quota only its own packets yield. In a full memory those of the host with most do, if it has more than a
 *       sixteenth; else those of anybody.
 *   <li>A dropped packet yields to one that passes, the oldest first, and to nothing else. Nothing can be put together of
 *       it: the box passed on no first fragment.
 *   <li>Else the packet that passed longest ago yields; but one that the inside asked for (an answer to a flow that is
 *       remembered, which a forger can't name) stays for {@link #PROTECTED_NS} whatever else comes, and then yields as the
 *       others.
 *   <li>What finds no room isn't remembered, and counted as refused. What isn't remembered, or has yielded, has orphans.
 * </ul>
 *
 * Belongs to one worker: its thread is the only one that may call anything but {@link #tally}.
 */
public final class FragmentMemory {
    /** Nothing is known of the packet: a later fragment of it is an orphan. */
    public static final int UNKNOWN = -1;
    /** Its first fragment passed, and nothing of it was dropped. */
    public static final int PASSED = 0;
    /** Something of it was dropped. */
    public static final int DROPPED = 1;

    /** How long a verdict is remembered: as long as Linux waits for missing fragments (net.ipv4.ipfrag_time). */
    public static final long LIFETIME_NS = TimeUnit.SECONDS.toNanos(30);

    /** A packet that the inside asked for stays this long, whoever else sends first fragments. */
    public static final long PROTECTED_NS = TimeUnit.SECONDS.toNanos(2);

    private static final int NONE = OwnedTable.NONE;
    /** The third phase: passed, and asked for. */
    private static final int ASKED = 2;

    private static final int PHASES = 3;
    private static final int PROTOCOL_SHIFT = 8;
    private static final int ID_SHIFT = 32;
    private static final int OUTBOUND_BIT = 1 << 4;
    private static final int RULE_SHIFT = 32;
    private static final long JUDGED_END_MASK = 0xFFFF_FFFFL;

    private final OwnedTable table;
    private final SteadyClock clock = new SteadyClock();
    private final int fragmentsPerHost;
    private long found;

    /**
     * An empty memory.
     *
     * @param seed of the keyed hash; random in a box
     */
    public FragmentMemory(StateOptions options, long seed) {
        int capacity = options.fragments();
        long[] lifetimes = new long[PHASES];
        Arrays.fill(lifetimes, LIFETIME_NS);
        table = new OwnedTable(capacity, capacity, lifetimes, new int[] {PASSED, DROPPED, ASKED}, seed);
        fragmentsPerHost = options.fragmentsPerHost();
    }

    /** What is known of the packet this fragment belongs to: {@link #UNKNOWN}, {@link #PASSED} or {@link #DROPPED}. */
    public int verdict(MatchFields fragment, long nowNs) {
        int entry = find(fragment, clock.advance(nowNs));
        if (entry == NONE) {
            found = 0;
            return UNKNOWN;
        }
        found = table.note(entry);
        return table.phase(entry) == DROPPED ? DROPPED : PASSED;
    }

    /** What was given with the verdict found last. */
    public int rule() {
        return (int) (found >>> RULE_SHIFT);
    }

    /** Payload byte up to which the first fragments of the packet found last were judged; 0 if none was. */
    public int judgedEnd() {
        return (int) found;
    }

    /**
     * The first fragment of a packet passes. Of several, the greatest end counts; does nothing for a packet that was
     * dropped.
     *
     * @param isAsked whether the inside asked for it, as far as is known
     * @param judgedEnd payload byte up to which the verdict looked
     * @param rule what {@link #rule} is to answer: the caller's own number for who decided
     */
    public void passed(MatchFields first, boolean isAsked, int judgedEnd, int rule, long nowNs) {
        long now = clock.advance(nowNs);
        int entry = find(first, now);
        if (entry == NONE) {
            table.expire(now, OwnedTable.CLEARED_PER_ENTRY);
            entry = hasRoomForPassed(isAsked, now) ? table.add(isAsked ? ASKED : PASSED, now) : NONE;
            if (entry == NONE) {
                table.tally().countRefused();
                return;
            }
            table.note(entry, note(rule, judgedEnd));
        } else if (table.phase(entry) != DROPPED && judgedEnd > (int) table.note(entry)) {
            table.note(entry, table.note(entry) & ~JUDGED_END_MASK | judgedEnd);
        }
    }

    /**
     * A fragment is dropped, and with it what follows of its packet.
     *
     * @param rule what {@link #rule} is to answer: the caller's own number for who decided
     */
    public void dropped(MatchFields fragment, int rule, long nowNs) {
        long now = clock.advance(nowNs);
        int entry = find(fragment, now);
        if (entry == NONE) {
            table.expire(now, OwnedTable.CLEARED_PER_ENTRY);
            entry = isAtQuota() ? NONE : table.add(DROPPED, now);
            if (entry == NONE) {
                table.tally().countRefused();
                return;
            }
            table.note(entry, note(rule, 0));
        } else if (table.phase(entry) != DROPPED) {
            table.note(entry, note(rule, (int) table.note(entry)));
            table.phase(entry, DROPPED, now);
        }
    }

    /** Clears packets whose time is over, no more than that many; for a worker that has nothing else to do. */
    public void expire(long nowNs, int limit) {
        table.expire(clock.advance(nowNs), limit);
    }

    /** What this memory counts of itself; for any thread. */
    public Tally tally() {
        return table.tally();
    }

    /** Bytes taken, now and for ever. */
    public long memoryBytes() {
        return table.memoryBytes();
    }

    private int find(MatchFields fields, long nowNs) {
        boolean isOutbound = fields.direction() == Direction.OUTBOUND;
        int way = fields.ipVersion() | (isOutbound ? OUTBOUND_BIT : 0);
        long protocol = fields.fragmentProtocol();
        table.key.set(
                fields.sourceHigh(),
                fields.sourceLow(),
                fields.destinationHigh(),
                fields.destinationLow(),
                (long) fields.fragmentId() << ID_SHIFT | protocol << PROTOCOL_SHIFT | way);
        if (isOutbound) {
            table.ownerKey.set(fields.sourceHigh(), fields.sourceLow(), 0, 0, way);
        } else {
            table.ownerKey.set(fields.destinationHigh(), fields.destinationLow(), 0, 0, way);
        }
        return table.find(nowNs);
    }

    private boolean hasRoomForPassed(boolean isAsked, long nowNs) {
        if (!isAtQuota() && !table.isFull()) {
            return true;
        }
        int victim = isAtQuota() ? ofOwner(table.findOwner(), isAsked, nowNs) : ofAnybody(isAsked, nowNs);
        if (victim == NONE) {
            return false;
        }
        table.evict(victim);
        return true;
    }

    private int ofOwner(int owner, boolean isAsked, long nowNs) {
        int dropped = table.firstYielding(owner, DROPPED);
        return dropped != NONE
                ? dropped
                : passed(table.firstYielding(owner, PASSED), table.firstYielding(owner, ASKED), isAsked, nowNs);
    }

    /** A host with few doesn't yield to one with many. */
    private int ofAnybody(boolean isAsked, long nowNs) {
        int dropped = table.firstIn(DROPPED);
        if (dropped != NONE) {
            return dropped;
        }
        int largest = largestOwner();
        int victim = largest == NONE ? NONE : ofOwner(largest, isAsked, nowNs);
        return victim != NONE ? victim : passed(table.firstIn(PASSED), table.firstIn(ASKED), isAsked, nowNs);
    }

    /** The owner with most packets, of those with more than a fair share; there are few of these. */
    private int largestOwner() {
        Owners owners = table.owners();
        int largest = NONE;
        for (int i = 0; i < owners.largeCount(); i++) {
            int owner = owners.large(i);
            largest = largest == NONE || owners.count(owner) > owners.count(largest) ? owner : largest;
        }
        return largest;
    }

    /** Which of the two that passed longest ago yields; none if the only one is protected from the newcomer. */
    private int passed(int unasked, int asked, boolean isAskedNewcomer, long nowNs) {
        boolean isProtected = asked == NONE || nowNs - table.sinceNs(asked) <= PROTECTED_NS;
        if (unasked == NONE) {
            return isProtected && !isAskedNewcomer ? NONE : asked;
        }
        return isProtected || table.sinceNs(unasked) - table.sinceNs(asked) <= 0 ? unasked : asked;
    }

    private boolean isAtQuota() {
        int owner = table.findOwner();
        return owner != NONE && table.owners().count(owner) >= fragmentsPerHost;
    }

    private static long note(int rule, int judgedEnd) {
        return (long) rule << RULE_SHIFT | judgedEnd & JUDGED_END_MASK;
    }
}
