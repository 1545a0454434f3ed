package org.sekimori.dataplane;

import java.util.List;
import org.sekimori.dataplane.agent.OriginTally;
import org.sekimori.dataplane.agent.OriginTally.Count;

/**
 * What the packets that came in say of which way round the ports are. Good for both placements:
 *
 * <ul>
 *   <li>inside the NAT, private addresses go to global ones from the LAN port, and the answers come in at the WAN port;
 *   <li>outside it, and with IPv6, the LAN port's packets come from few networks and the WAN port's from many;
 *   <li>the policy's {@code lan-nets} are where the LAN port's packets come from;
 *   <li>DHCP servers and IPv6 routers are on the WAN port's side: the weakest sign, since a site may have its own.
 * </ul>
 */
final class OriginEvidence {
    /** What the evidence comes to. */
    enum Finding {
        NOTHING,
        RIGHT,
        SWAPPED
    }

    private static final int ENOUGH = 50;
    private static final int CLEAR_RATIO = 20;
    private static final int MANY_NETWORKS = 64;
    private static final int FEW_NETWORKS = 4;
    private static final int ENOUGH_FOR_NETWORKS = 200;
    private static final int ENOUGH_SIGNS = 3;
    private static final int ENOUGH_FOR_SIGNS = 500;
    private static final int WAN = 0;
    private static final int LAN = 1;

    private final long[][] counts = new long[2][Count.values().length];
    private final int[] networks = new int[2];
    private String reason = "";

    /** What all workers have seen. */
    static OriginEvidence of(List<OriginTally> tallies) {
        OriginEvidence evidence = new OriginEvidence();
        for (int port = WAN; port <= LAN; port++) {
            long[] bits = new long[OriginTally.PREFIX_WORDS];
            for (OriginTally tally : tallies) {
                for (Count count : Count.values()) {
                    evidence.counts[port][count.ordinal()] += tally.count(port, count);
                }
                tally.addPrefixes(port, bits);
            }
            for (long word : bits) {
                evidence.networks[port] += Long.bitCount(word);
            }
        }
        return evidence;
    }

    /** What it comes to; the stronger signs decide. */
    Finding finding() {
        Finding finding = byPrivateAddresses();
        if (finding == Finding.NOTHING) {
            finding = byLanNets();
        }
        if (finding == Finding.NOTHING) {
            finding = byNetworks();
        }
        return finding == Finding.NOTHING ? byRouterSigns() : finding;
    }

    /** Why it looks swapped, for people. */
    String reason() {
        return reason;
    }

    private Finding byPrivateAddresses() {
        long right = count(LAN, Count.OUTWARD) + count(WAN, Count.INWARD);
        long swapped = Math.min(count(WAN, Count.OUTWARD), count(LAN, Count.INWARD));
        if (right >= ENOUGH && right >= CLEAR_RATIO * swapped) {
            return Finding.RIGHT;
        }
        boolean isMost = 2 * count(WAN, Count.OUTWARD) > count(WAN, Count.PACKETS)
                && 2 * count(LAN, Count.INWARD) > count(LAN, Count.PACKETS);
        if (swapped >= ENOUGH && isMost && swapped >= CLEAR_RATIO * right) {
            return swapped("private addresses come in from the WAN port, and the internet's from the LAN port");
        }
        return Finding.NOTHING;
    }

    private Finding byLanNets() {
        long atWan = count(WAN, Count.LAN_NETS);
        long atLan = count(LAN, Count.LAN_NETS);
        if (atLan >= ENOUGH && atLan >= CLEAR_RATIO * atWan) {
            return Finding.RIGHT;
        }
        boolean isMost = 2 * atWan > count(WAN, Count.PACKETS);
        if (atWan >= ENOUGH && isMost && atWan >= CLEAR_RATIO * atLan && count(LAN, Count.PACKETS) >= ENOUGH) {
            return swapped("addresses of the policy's lan-nets come in from the WAN port, and not from the LAN port");
        }
        return Finding.NOTHING;
    }

    private Finding byNetworks() {
        if (count(WAN, Count.PACKETS) < ENOUGH_FOR_NETWORKS || count(LAN, Count.PACKETS) < ENOUGH_FOR_NETWORKS) {
            return Finding.NOTHING;
        }
        if (networks[WAN] >= MANY_NETWORKS && networks[LAN] <= FEW_NETWORKS) {
            return Finding.RIGHT;
        }
        boolean isSwapped = networks[LAN] >= MANY_NETWORKS && networks[WAN] <= FEW_NETWORKS && networks[WAN] > 0;
        return isSwapped
                ? swapped("packets come from many networks at the LAN port, and from " + networks[WAN]
                        + " at the WAN port")
                : Finding.NOTHING;
    }

    private Finding byRouterSigns() {
        long packets = count(WAN, Count.PACKETS) + count(LAN, Count.PACKETS);
        boolean isSwapped = packets >= ENOUGH_FOR_SIGNS
                && count(LAN, Count.ROUTER_SIGNS) >= ENOUGH_SIGNS
                && count(WAN, Count.ROUTER_SIGNS) == 0;
        return isSwapped
                ? swapped("router advertisements or a DHCP server's answers come in from the LAN port alone")
                : Finding.NOTHING;
    }

    private Finding swapped(String why) {
        reason = why;
        return Finding.SWAPPED;
    }

    private long count(int port, Count count) {
        return counts[port][count.ordinal()];
    }
}
