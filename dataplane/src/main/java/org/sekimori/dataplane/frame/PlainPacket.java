package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MatchFields;

/**
 * The short way through what nearly every frame holds: UDP or TCP in a whole packet of IPv4 without options or of IPv6
 * without extension headers, all of it captured. It looks at so little that it leaves the compiler's registers free. Of
 * anything else it says so, and {@link FrameDecoder}'s way by single headers finds out what it is; where this way knows an
 * answer, it is the same one.
 */
final class PlainPacket {
    /** The packet is of another kind; no field was changed. */
    static final int OTHER = Integer.MIN_VALUE;

    /** Version, header length and fragmentation in the first word of IPv4's header. */
    private static final long IPV4_MASK = 0xFF00_0000_0000_3FFFL;
    /** Version 4, five words, no fragment. */
    private static final long IPV4_PLAIN = 0x4500_0000_0000_0000L;

    private static final int IPV6_VERSION_SHIFT = 60;

    private PlainPacket() {}

    /**
     * Fills in the packet of that EtherType at that offset.
     *
     * @return {@link #OTHER}, or 0, which is the ordinal of {@code Reason.NONE}
     */
    static int decode(UnsafeBuffer frame, int etherType, int offset, MatchFields fields) {
        if (etherType == EtherTypes.IPV4) {
            return decodeIpv4(frame, offset, frame.capacity() - offset, fields);
        }
        return etherType == EtherTypes.IPV6 ? decodeIpv6(frame, offset, frame.capacity() - offset, fields) : OTHER;
    }

    private static int decodeIpv4(UnsafeBuffer frame, int offset, int captured, MatchFields fields) {
        if (captured < Ipv4Header.MIN_LENGTH) {
            return OTHER;
        }
        long firstWord = Ipv4Header.firstWord(frame, offset);
        long secondWord = Ipv4Header.secondWord(frame, offset);
        int length = Ipv4Header.totalLength(firstWord);
        int protocol = Ipv4Header.protocol(secondWord);
        int least = Ipv4Header.MIN_LENGTH + TransportLayer.leastLength(protocol);
        if ((firstWord & IPV4_MASK) != IPV4_PLAIN || length < least || length > captured) {
            return OTHER;
        }
        fields.ipv4(Ipv4Header.source(secondWord), Ipv4Header.destination(frame, offset));
        fields.whole();
        return TransportLayer.fill(frame, protocol, offset + Ipv4Header.MIN_LENGTH, offset + length, fields);
    }

    private static int decodeIpv6(UnsafeBuffer frame, int offset, int captured, MatchFields fields) {
        if (captured < Ipv6Header.LENGTH) {
            return OTHER;
        }
        long firstWord = Ipv6Header.firstWord(frame, offset);
        int length = Ipv6Header.packetLength(firstWord, 0);
        int protocol = Ipv6Header.nextHeader(firstWord);
        int least = Ipv6Header.LENGTH + TransportLayer.leastLength(protocol);
        if (firstWord >>> IPV6_VERSION_SHIFT != Ipv6Header.VERSION || length < least || length > captured) {
            return OTHER;
        }
        fields.ipv6(
                Ipv6Header.sourceHigh(frame, offset),
                Ipv6Header.sourceLow(frame, offset),
                Ipv6Header.destinationHigh(frame, offset),
                Ipv6Header.destinationLow(frame, offset));
        fields.whole();
        return TransportLayer.fill(frame, protocol, offset + Ipv6Header.LENGTH, offset + length, fields);
    }
}
