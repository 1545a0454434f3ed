package org.sekimori.dataplane.pcap;

import org.sekimori.policy.Direction;

/** Says which way a captured frame went: files themselves don't. */
@FunctionalInterface
public interface DirectionRule {
    /** Every frame goes the same way. */
    static DirectionRule always(Direction direction) {
        return frame -> direction;
    }

    /** Outbound when the source address of the outermost IP header lies inside; all else is inbound. */
    static DirectionRule bySource(InsideNets inside) {
        return new SourceAddressRule(inside);
    }

    /** Which way the frame went. */
    Direction of(CaptureFrame frame);

    /** Which addresses are on the LAN side. */
    @FunctionalInterface
    interface InsideNets {
        /** IPv4 addresses are zero-extended in {@code low}; {@code ipVersion} is 4 or 6. */
        boolean contains(int ipVersion, long high, long low);
    }
}
