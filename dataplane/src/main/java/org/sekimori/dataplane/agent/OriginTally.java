package org.sekimori.dataplane.agent;

import java.util.concurrent.atomic.AtomicLongArray;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;

/**
 * What a worker sees of where packets come from, by port and by samples: enough to tell whether WAN and LAN are swapped.
 * Written by one worker without an allocation; read by any thread, and begun anew by any.
 *
 * <p>Addresses are private (RFC 1918, RFC 6598, RFC 4193), global, or neither (multicast, link-local and the like).
 */
public final class OriginTally {
    /** What is counted of the packets that come in at a port. */
    public enum Count {
        /** Packets that cross the internet, or are about to: one of their addresses is global, the other global or private. */
        PACKETS,
        /** From a private address to a global one. */
        OUTWARD,
        /** From a global address to a private one. */
        INWARD,
        /** From an address of the policy's {@code lan-nets}. */
        LAN_NETS,
        /** Answers of DHCP servers, and router advertisements. */
        ROUTER_SIGNS;

        private static final int NUMBER = values().length;
    }

    /** Words of {@link #addPrefixes}. */
    public static final int PREFIX_WORDS = 4;

    private static final int PREFIX_BITS_SHIFT = 56;
    private static final int PORT_WORDS = Count.NUMBER + PREFIX_WORDS;
    private static final int PORTS = 2;
    private static final int WORDS = PORTS * PORT_WORDS;

    private static final int PRIVATE = 1;
    private static final int GLOBAL = 2;
    private static final int NEITHER = 0;

    private static final int IPV4_PREFIX_SHIFT = 8;
    private static final int IPV6_PREFIX_SHIFT = 16;
    private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

    private static final int ROUTER_ADVERTISEMENT = 134;
    private static final int DHCP_SERVER = 67;
    private static final int DHCP_CLIENT = 68;
    private static final int DHCPV6_SERVER = 547;
    private static final int DHCPV6_CLIENT = 546;

    private final AtomicLongArray words = new AtomicLongArray(WORDS);
    private volatile int wantedRound;
    private int round;

    /** Looks at a packet that came in at that port; by the worker. */
    public void look(int port, MatchFields packet, boolean isLanNet) {
        if (packet.ipVersion() == 0) {
            return;
        }
        beginRound();
        int at = port * PORT_WORDS;
        if (isRouterSign(packet)) {
            add(at, Count.ROUTER_SIGNS);
        }
        int source = scope(packet.ipVersion(), packet.sourceHigh(), packet.sourceLow());
        int destination = scope(packet.ipVersion(), packet.destinationHigh(), packet.destinationLow());
        if (source == NEITHER || destination == NEITHER || source == PRIVATE && destination == PRIVATE) {
            return;
        }
        add(at, Count.PACKETS);
        if (isLanNet) {
            add(at, Count.LAN_NETS);
        }
        if (source != destination) {
            add(at, source == PRIVATE ? Count.OUTWARD : Count.INWARD);
        } else if (source == GLOBAL) {
            notePrefix(at, packet);
        }
    }

    private void beginRound() {
        int wanted = wantedRound;
        if (round != wanted) {
            round = wanted;
            for (int i = 0; i < WORDS; i++) {
                words.lazySet(i, 0);
            }
        }
    }

    private void add(int at, Count count) {
        int index = at + count.ordinal();
        words.lazySet(index, words.getPlain(index) + 1);
    }

    /** Marks one of 256 bits for the source's /24, or /48. */
    private void notePrefix(int at, MatchFields packet) {
        long prefix = packet.ipVersion() == Cidr.IPV4
                ? packet.sourceLow() >>> IPV4_PREFIX_SHIFT
                : packet.sourceHigh() >>> IPV6_PREFIX_SHIFT;
        int bit = (int) (prefix * FACTOR >>> PREFIX_BITS_SHIFT);
        int index = at + Count.NUMBER + bit / Long.SIZE;
        words.lazySet(index, words.getPlain(index) | 1L << bit % Long.SIZE);
    }

    private static boolean isRouterSign(MatchFields packet) {
        if (packet.ipVersion() == Cidr.IPV4) {
            return packet.ipProtocol() == IpProtocol.UDP
                    && packet.sourcePort() == DHCP_SERVER
                    && packet.destinationPort() == DHCP_CLIENT;
        }
        return packet.ipProtocol() == IpProtocol.ICMPV6 && packet.icmpType() == ROUTER_ADVERTISEMENT
                || packet.ipProtocol() == IpProtocol.UDP
                        && packet.sourcePort() == DHCPV6_SERVER
                        && packet.destinationPort() == DHCPV6_CLIENT;
    }

    private static int scope(int ipVersion, long high, long low) {
        return ipVersion == Cidr.IPV4 ? scope4((int) low) : scope6(high);
    }

    private static int scope4(int address) {
        boolean isPrivate = address >>> 24 == 10
                || address >>> 20 == 0xAC1
                || address >>> 16 == 0xC0A8
                || address >>> 22 == 0x6440 >>> 6;
        if (isPrivate) {
            return PRIVATE;
        }
        int first = address >>> 24;
        boolean isGlobal = first != 0 && first != 127 && first < 224 && address >>> 16 != 0xA9FE;
        return isGlobal ? GLOBAL : NEITHER;
    }

    private static int scope6(long high) {
        if (high >>> 57 == 0xFC >>> 1) {
            return PRIVATE;
        }
        return high >>> 61 == 1 ? GLOBAL : NEITHER;
    }

    /** How many of those came in at that port; any thread. */
    public long count(int port, Count count) {
        return words.getAcquire(port * PORT_WORDS + count.ordinal());
    }

    /** Adds the bits for prefixes of global addresses that came in from global ones, to these four words; any thread. */
    public void addPrefixes(int port, long[] bits) {
        for (int i = 0; i < PREFIX_WORDS; i++) {
            bits[i] |= words.getAcquire(port * PORT_WORDS + Count.NUMBER + i);
        }
    }

    /** Counts from 0 on; any thread, with the next packet. */
    public void restart() {
        // one thread restarts, so the number isn't lost
        wantedRound = wantedRound + 1;
    }
}
