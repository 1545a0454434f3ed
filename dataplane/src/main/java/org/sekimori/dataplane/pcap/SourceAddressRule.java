package org.sekimori.dataplane.pcap;

import java.nio.ByteBuffer;
import org.sekimori.dataplane.frame.EtherTypes;
import org.sekimori.policy.Direction;

/** Finds the source address of the outermost IP header, behind any number of VLAN tags (IEEE 802.3 §3.2.6, 802.1Q §9). */
final class SourceAddressRule implements DirectionRule {
    private static final int ETHER_TYPE_OFFSET = 12;
    private static final int ETHER_TYPE_LENGTH = 2;
    private static final int TAG_LENGTH = 4;
    private static final int IPV4_SOURCE_OFFSET = 12;
    private static final int IPV6_SOURCE_OFFSET = 8;
    private static final int IPV4 = 4;
    private static final int IPV6 = 6;

    private final InsideNets inside;

    SourceAddressRule(InsideNets inside) {
        this.inside = inside;
    }

    @Override
    public Direction of(CaptureFrame frame) {
        return isFromInside(ByteBuffer.wrap(frame.bytes())) ? Direction.OUTBOUND : Direction.INBOUND;
    }

    private boolean isFromInside(ByteBuffer frame) {
        int typeOffset = ETHER_TYPE_OFFSET;
        while (EtherTypes.isVlan(etherType(frame, typeOffset))) {
            typeOffset += TAG_LENGTH;
        }
        int ip = typeOffset + ETHER_TYPE_LENGTH;
        return switch (etherType(frame, typeOffset)) {
            case EtherTypes.IPV4 -> isIpv4Inside(frame, ip + IPV4_SOURCE_OFFSET);
            case EtherTypes.IPV6 -> isIpv6Inside(frame, ip + IPV6_SOURCE_OFFSET);
            default -> false;
        };
    }

    private boolean isIpv4Inside(ByteBuffer frame, int offset) {
        return offset + Integer.BYTES <= frame.capacity()
                && inside.contains(IPV4, 0, Integer.toUnsignedLong(frame.getInt(offset)));
    }

    private boolean isIpv6Inside(ByteBuffer frame, int offset) {
        return offset + 2 * Long.BYTES <= frame.capacity()
                && inside.contains(IPV6, frame.getLong(offset), frame.getLong(offset + Long.BYTES));
    }

    private static int etherType(ByteBuffer frame, int offset) {
        return offset + ETHER_TYPE_LENGTH <= frame.capacity() ? Short.toUnsignedInt(frame.getShort(offset)) : 0;
    }
}
