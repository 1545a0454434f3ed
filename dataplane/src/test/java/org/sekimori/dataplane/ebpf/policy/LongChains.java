package org.sekimori.dataplane.ebpf.policy;

import java.nio.ByteOrder;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.EtherTypes;
import org.sekimori.dataplane.frame.IpProtocols;

/** Finds frames whose IPv6 packet has more extension headers than a program looks behind. */
final class LongChains {
    private static final int MAX_HEADERS = 8;
    private static final int ETHERNET_LENGTH = 14;
    private static final int TAG_LENGTH = 4;
    private static final Set<Integer> TAGS =
            Set.of(EtherTypes.VLAN, EtherTypes.SERVICE_VLAN, EtherTypes.OLD_SERVICE_VLAN);
    private static final int IPV6_LENGTH = 40;
    private static final int NEXT_HEADER = 6;
    private static final Set<Integer> HEADERS = Set.of(
            IpProtocols.HOP_BY_HOP,
            IpProtocols.ROUTING,
            IpProtocols.FRAGMENT,
            IpProtocols.AUTHENTICATION,
            IpProtocols.DESTINATION_OPTIONS,
            IpProtocols.MOBILITY,
            IpProtocols.HOST_IDENTITY,
            IpProtocols.SHIM6);

    private LongChains() {}

    /** Whether the frame's outermost packet is one of these. */
    static boolean isOne(UnsafeBuffer frame) {
        int at = ETHERNET_LENGTH;
        while (at + TAG_LENGTH <= frame.capacity() && TAGS.contains(half(frame, at - Short.BYTES))) {
            at += TAG_LENGTH;
        }
        if (half(frame, at - Short.BYTES) != EtherTypes.IPV6 || frame.capacity() < at + IPV6_LENGTH) {
            return false;
        }
        int protocol = frame.getByte(at + NEXT_HEADER) & 0xFF;
        int count = 0;
        at += IPV6_LENGTH;
        while (HEADERS.contains(protocol) && at + Short.BYTES <= frame.capacity()) {
            count++;
            int word = half(frame, at);
            int length = word & 0xFF;
            at += Long.BYTES
                    + (protocol == IpProtocols.FRAGMENT
                            ? 0
                            : length * (protocol == IpProtocols.AUTHENTICATION ? Integer.BYTES : Long.BYTES));
            protocol = word >>> Byte.SIZE;
        }
        return count > MAX_HEADERS;
    }

    private static int half(UnsafeBuffer frame, int at) {
        return frame.getShort(at, ByteOrder.BIG_ENDIAN) & 0xFFFF;
    }
}
