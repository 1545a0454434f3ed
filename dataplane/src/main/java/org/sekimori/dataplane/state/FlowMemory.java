package org.sekimori.dataplane.state;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;

/**
 * Remembers what the inside asked, so that answers can be told from what nobody asked for. A flow is protocol, inside
 * address and port, outside address and port (an ICMP echo: its identifier as the inside port; other protocols: no
 * ports). {@link FlowPhase} says for how long.
 *
 * <p>Memory is fixed at construction. What a flood can and can't do:
 *
 * <ul>
 *   <li>Nothing from outside makes a flow, in whatever number.
 *   <li>A flow that was answered, or asked within the last {@link #PROTECTED_NS}, is never evicted.
 *   <li>An inside host has no more than its quota. At its quota its own flow asked longest ago gives way, among those
 *       neither answered nor protected; is there none, the new one isn't remembered, and counted as refused.
 *   <li>When the table is full, expired flows go first. Then the host with most flows gives way by the same rule, if it
 *       has more than a sixteenth of the table; hosts with less never give way.
 *   <li>Hosts of which no flow was answered (strangers: spoofed inside addresses are) have three quarters of the table
 *       together. Beyond that only strangers give way to them.
 * </ul>
 *
 * Belongs to one worker: its thread is the only one that may call anything but {@link #tally}.
 */
public final class FlowMemory {
    /** A flow asked no longer ago than this is never evicted: an answer may still be on its way. */
    public static final long PROTECTED_NS = SECONDS.toNanos(2);
    /** An answered flow's time begins again no more often than this; it may expire so much early. */
    public static final long REFRESH_NS = MILLISECONDS.toNanos(100);

    private static final int NONE = OwnedTable.NONE;
    private static final int HOSTS_PART = 8;

    private final OwnedTable table;
    private final SteadyClock clock = new SteadyClock();
    private final int flowsPerHost;
    private final int flowsOfStrangers;

    /**
     * An empty memory.
     *
     * @param seed of the keyed hash; random in a box
     */
    public FlowMemory(StateOptions options, long seed) {
        int capacity = options.flows();
        table = new OwnedTable(capacity, Math.max(1, capacity / HOSTS_PART), FlowPhase.lifetimesNs(), seed);
        flowsPerHost = options.flowsPerHost();
        flowsOfStrangers = Math.max(1, capacity - capacity / 4);
    }

    /** A packet goes out: remembers it if it asks, prolongs what it continues. Call it for packets that pass. */
    public void note(MatchFields outbound, long nowNs) {
        long now = clock.advance(nowNs);
        if (outbound.direction() != Direction.OUTBOUND || !FlowPackets.continues(outbound)) {
            return;
        }
        FlowPackets.outbound(outbound, table.key, table.ownerKey);
        int flow = table.find(now);
        if (flow != NONE) {
            refresh(flow, FlowPhase.afterOutbound(table.phase(flow), outbound.tcpFlags()), now);
        } else if (FlowPackets.asks(outbound)) {
            open(FlowPhase.opened(outbound), now);
        }
    }

    /** Whether the inbound packet is an answer, and the inside asked. If so the flow counts as answered. */
    public boolean isSolicited(MatchFields inbound, long nowNs) {
        long now = clock.advance(nowNs);
        if (inbound.direction() != Direction.INBOUND || !FlowPackets.answers(inbound)) {
            return false;
        }
        FlowPackets.inbound(inbound, table.key);
        int flow = table.find(now);
        if (flow == NONE) {
            return false;
        }
        table.keep(flow);
        int phase = FlowPhase.afterInbound(table.phase(flow), inbound.tcpFlags());
        if (phase != table.phase(flow) || FlowPhase.isProlonged(phase)) {
            refresh(flow, phase, now);
        }
        return true;
    }

    /** Whether the inbound packet belongs to a flow that the inside asked for; changes nothing. */
    public boolean isKnown(MatchFields inbound, long nowNs) {
        long now = clock.advance(nowNs);
        if (inbound.direction() != Direction.INBOUND || !FlowPackets.answers(inbound)) {
            return false;
        }
        FlowPackets.inbound(inbound, table.key);
        return table.find(now) != NONE;
    }

    /** Clears flows whose time is over, no more than that many; for a worker that has nothing else to do. */
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

    private void refresh(int flow, int phase, long nowNs) {
        boolean isFresh = phase == table.phase(flow) && nowNs - table.sinceNs(flow) < REFRESH_NS;
        if (!isFresh || table.isYielding(flow)) {
            table.phase(flow, phase, nowNs);
        }
    }

    private void open(int phase, long nowNs) {
        table.expire(nowNs, OwnedTable.CLEARED_PER_ENTRY);
        if (!hasRoom(nowNs) || table.add(phase, nowNs) == NONE) {
            table.tally().countRefused();
        }
    }

    /** Whether there is room for a flow of the host at hand, or something gave way. */
    private boolean hasRoom(long nowNs) {
        Owners hosts = table.owners();
        int host = table.findOwner();
        if (host == NONE && hosts.isFull()) {
            return false;
        }
        if (host != NONE && hosts.count(host) >= flowsPerHost) {
            return givesWay(host, nowNs);
        }
        boolean isStranger = host == NONE || hosts.kept(host) == 0;
        if (isStranger && hosts.ofStrangers() >= flowsOfStrangers) {
            return givesWay(largest(true, nowNs), nowNs);
        }
        return !table.isFull() || givesWay(largest(false, nowNs), nowNs);
    }

    /**
     * The host with most flows, of those with more than a fair share and something to give; of two with as many, the
     * one that asked longer ago.
     */
    private int largest(boolean onlyStrangers, long nowNs) {
        Owners hosts = table.owners();
        int largest = NONE;
        for (int i = 0; i < hosts.largeCount(); i++) {
            int host = hosts.large(i);
            boolean isCandidate = !onlyStrangers || hosts.kept(host) == 0;
            if (isCandidate && mayGive(host, nowNs) && (largest == NONE || goesBefore(host, largest))) {
                largest = host;
            }
        }
        return largest;
    }

    private boolean goesBefore(int host, int other) {
        int more = table.owners().count(host) - table.owners().count(other);
        return more > 0 || (more == 0 && askedNs(host) - askedNs(other) < 0);
    }

    private boolean givesWay(int host, long nowNs) {
        if (host == NONE || !mayGive(host, nowNs)) {
            return false;
        }
        table.evict(table.firstYielding(host));
        return true;
    }

    private boolean mayGive(int host, long nowNs) {
        return table.firstYielding(host) != NONE && nowNs - askedNs(host) > PROTECTED_NS;
    }

    /** When the host asked for the flow of its own that would give way first. */
    private long askedNs(int host) {
        return table.sinceNs(table.firstYielding(host));
    }
}
