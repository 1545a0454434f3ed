package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;

import org.sekimori.policy.Direction;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;

/**
 * Counts the TCP connections that sources outside have open to the inside, for rules with {@code connections}.
 *
 * <p>Nothing a stranger sends alone counts. The inside's SYN+ACK makes a half-open entry; the connection counts when the
 * client acknowledges exactly that SYN+ACK's number plus one, which nobody can who didn't receive it. It counts no more
 * when the inside resets it, when both sides have ended it, or when it was silent too long. The client's own end or
 * reset (which may be forged, or made so that the inside throws it away) only shortens the time it may be silent, to
 * {@link #ENDING_NS}, and only if its number can be right; anything the inside sends on that connection takes it back. So a
 * lie about an open connection pays only after that much silence from the inside.
 *
 * <p>Memory is fixed at construction. What is counted is never evicted. Half-open entries have half of the table, and a
 * source has its quota; beyond either the half-open entry that waited longest gives way (of the source, if it is its
 * quota), since honest clients answer within a round trip. A connection that finds no room isn't counted: under a flood
 * too few are counted, never too many.
 *
 * <p>Belongs to one worker: its thread is the only one that may call anything but {@link #tally}.
 */
public final class ConnectionMemory {
    /** How long the inside's SYN+ACK waits for an answer. */
    public static final long HALF_OPEN_NS = SECONDS.toNanos(30);
    /** How long a connection counts while it is silent; RFC 5382 REQ-5. */
    public static final long OPEN_NS = MINUTES.toNanos(124);
    /** The same, once a side has said that it ends; as long as Linux keeps such a one (net.ipv4.tcp_fin_timeout). */
    public static final long ENDING_NS = SECONDS.toNanos(60);

    private static final int HALF_OPEN = 0;
    private static final int OPEN = 1;
    private static final int ENDING = 2;
    private static final long REFRESH_NS = SECONDS.toNanos(1);
    private static final long[] LIFETIMES_NS = {HALF_OPEN_NS, OPEN_NS, ENDING_NS};

    private static final int NONE = OwnedTable.NONE;
    /** Window scaling allows no greater window (RFC 7323 §2.2). */
    private static final int MAX_WINDOW = 1 << 30;

    private static final int KEY_SHIFT = 8;
    private static final int UPPER_SHIFT = 32;
    private static final long LOWER_MASK = 0xFFFF_FFFFL;
    private static final int INSIDE_ENDED = 1;
    private static final int CLIENT_ENDED = 2;
    private static final int BOTH_ENDED = INSIDE_ENDED | CLIENT_ENDED;

    private final OwnedTable table;
    private final SteadyClock clock = new SteadyClock();
    private final int mostHalfOpen;
    private final int connectionsPerSource;

    /**
     * An empty memory.
     *
     * @param seed of the keyed hash; random in a box
     */
    public ConnectionMemory(StateOptions options, long seed) {
        int capacity = options.connections();
        table = new OwnedTable(capacity, capacity, LIFETIMES_NS, seed);
        mostHalfOpen = capacity / 2;
        connectionsPerSource = options.connectionsPerSource();
    }

    /**
     * Whether the source of this SYN has as many connections open as the limit allows. Answers false for all else. A
     * limit per source beyond {@link StateOptions#connectionsPerSource} counts as that.
     *
     * @param ruleKey the same for all packets the limit applies to, different for each limit
     */
    public boolean exceeds(MatchFields packet, int ruleKey, Limit limit, long nowNs) {
        long now = clock.advance(nowNs);
        boolean isRequest = ConnectionPackets.isSegment(packet) && TcpFlags.isRequest(packet.tcpFlags());
        if (limit.connections() == 0 || packet.direction() != Direction.INBOUND || !isRequest) {
            return false;
        }
        table.expire(now, OwnedTable.CLEARED_PER_ENTRY);
        owner(ruleKey, limit, packet.ipVersion(), packet.sourceHigh(), packet.sourceLow());
        int source = table.findOwner();
        return source != NONE && table.owners().kept(source) >= Math.min(limit.connections(), quota(limit));
    }

    /** The inside grants a connection that this limit applies to: its SYN+ACK passes. Does nothing for all else. */
    public void granted(MatchFields packet, int ruleKey, Limit limit, long nowNs) {
        long now = clock.advance(nowNs);
        if (limit.connections() == 0 || !ConnectionPackets.isGrant(packet)) {
            return;
        }
        ConnectionPackets.connection(packet, table.key);
        int entry = table.find(now);
        if (entry != NONE && table.phase(entry) != HALF_OPEN) {
            // The inside takes the client's SYN for a new beginning, so the old connection is gone.
            table.remove(entry);
            entry = NONE;
        }
        if (entry == NONE) {
            entry = begin(packet, ruleKey, limit, now);
        } else {
            table.phase(entry, HALF_OPEN, now);
        }
        if (entry != NONE) {
            table.note(entry, note(packet.tcpSequence(), packet.tcpAcknowledgment()));
        }
    }

    /** A segment of either direction passes. */
    public void note(MatchFields segment, long nowNs) {
        long now = clock.advance(nowNs);
        if (!ConnectionPackets.isSegment(segment)) {
            return;
        }
        ConnectionPackets.connection(segment, table.key);
        int entry = table.find(now);
        if (entry == NONE) {
            return;
        }
        if (segment.direction() == Direction.OUTBOUND) {
            noteInside(entry, segment, now);
        } else if (table.phase(entry) == HALF_OPEN) {
            open(entry, segment, now);
        } else {
            noteClient(entry, segment, now);
        }
    }

    /** Clears connections whose time is over, no more than that many; for a worker that has nothing else to do. */
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

    private void noteInside(int entry, MatchFields segment, long nowNs) {
        int flags = segment.tcpFlags();
        if (TcpFlags.has(flags, TcpFlags.RST)) {
            table.remove(entry);
            return;
        }
        if (table.phase(entry) == HALF_OPEN) {
            return;
        }
        int ended = ended(entry) | (TcpFlags.has(flags, TcpFlags.FIN) ? INSIDE_ENDED : 0);
        if (ended == BOTH_ENDED) {
            table.remove(entry);
            return;
        }
        int expected = TcpFlags.has(flags, TcpFlags.ACK) ? segment.tcpAcknowledgment() : expected(entry);
        table.note(entry, note(ended, expected));
        int phase = (ended & INSIDE_ENDED) == 0 ? OPEN : ENDING;
        if (phase != table.phase(entry) || nowNs - table.sinceNs(entry) >= REFRESH_NS) {
            table.phase(entry, phase, nowNs);
        }
    }

    /** The client proves that it received the SYN+ACK. */
    private void open(int entry, MatchFields segment, long nowNs) {
        int sequence = (int) (table.note(entry) >>> UPPER_SHIFT);
        boolean isPlain = (segment.tcpFlags() & (TcpFlags.SYN | TcpFlags.RST | TcpFlags.ACK)) == TcpFlags.ACK;
        if (isPlain && segment.tcpAcknowledgment() == sequence + 1) {
            table.note(entry, note(0, expected(entry)));
            table.phase(entry, OPEN, nowNs);
            table.keep(entry);
            noteClient(entry, segment, nowNs);
        }
    }

    private void noteClient(int entry, MatchFields segment, long nowNs) {
        boolean isEnd = (segment.tcpFlags() & (TcpFlags.FIN | TcpFlags.RST)) != 0;
        int ahead = segment.tcpSequence() - expected(entry);
        if (!isEnd || ahead < 0 || ahead >= MAX_WINDOW) {
            return;
        }
        int ended = ended(entry) | CLIENT_ENDED;
        if (ended == BOTH_ENDED) {
            table.remove(entry);
            return;
        }
        table.note(entry, note(ended, expected(entry)));
        if (table.phase(entry) == OPEN) {
            table.phase(entry, ENDING, nowNs);
        }
    }

    private int begin(MatchFields packet, int ruleKey, Limit limit, long nowNs) {
        table.expire(nowNs, OwnedTable.CLEARED_PER_ENTRY);
        owner(ruleKey, limit, packet.ipVersion(), packet.destinationHigh(), packet.destinationLow());
        int entry = hasRoom(limit) ? table.add(HALF_OPEN, nowNs) : NONE;
        if (entry == NONE) {
            table.tally().countRefused();
        }
        return entry;
    }

    private boolean hasRoom(Limit limit) {
        int source = table.findOwner();
        int victim;
        if (source != NONE && table.owners().count(source) >= quota(limit)) {
            victim = table.firstYielding(source);
        } else if (table.isFull() || table.yieldingCount() >= mostHalfOpen) {
            victim = table.firstIn(HALF_OPEN);
        } else {
            return true;
        }
        if (victim == NONE) {
            return false;
        }
        table.evict(victim);
        return true;
    }

    private int quota(Limit limit) {
        return limit.per() == Limit.Per.RULE ? Integer.MAX_VALUE : connectionsPerSource;
    }

    private void owner(int ruleKey, Limit limit, int ipVersion, long high, long low) {
        boolean isPerRule = limit.per() == Limit.Per.RULE;
        table.ownerKey.set(
                SourcePrefix.high(limit, ipVersion, high),
                SourcePrefix.low(limit, ipVersion, low),
                (long) ruleKey << KEY_SHIFT | (isPerRule ? 0 : ipVersion),
                0,
                0);
    }

    private int ended(int entry) {
        return (int) (table.note(entry) >>> UPPER_SHIFT);
    }

    /** The number the inside expects next of the client, as far as it has said. */
    private int expected(int entry) {
        return (int) table.note(entry);
    }

    private static long note(int upper, int expected) {
        return (long) upper << UPPER_SHIFT | expected & LOWER_MASK;
    }
}
