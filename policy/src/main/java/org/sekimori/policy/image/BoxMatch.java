package org.sekimori.policy.image;

import org.agrona.concurrent.UnsafeBuffer;

/** Compares a packet's numbers with a {@link BoxDescriptor}. */
public final class BoxMatch {
    private BoxMatch() {}

    /** The protocol as boxes have it: itself, or {@link BoxDescriptor#ANY_PROTOCOL} if it is no 8-bit number. */
    public static int protocolNumber(int ipProtocol) {
        return ipProtocol >= 0 && ipProtocol <= ProtocolTableDescriptor.MAX_PROTOCOL
                ? ipProtocol
                : BoxDescriptor.ANY_PROTOCOL;
    }

    /** Whether the protocol is the box's, or the box is for any. */
    public static boolean holdsProtocol(UnsafeBuffer image, int box, int ipProtocol) {
        int protocol = ImageWords.int32(image, box + BoxDescriptor.PROTOCOL_OFFSET) & ~BoxDescriptor.NEEDS_PORTS;
        return protocol == BoxDescriptor.ANY_PROTOCOL || protocol == ipProtocol;
    }

    /** Whether the ports lie in the box; those of a packet without ports are 0. */
    public static boolean holdsPorts(UnsafeBuffer image, int box, boolean hasPorts, int source, int destination) {
        int needs = ImageWords.int32(image, box + BoxDescriptor.PROTOCOL_OFFSET) & BoxDescriptor.NEEDS_PORTS;
        return needs == 0
                || hasPorts
                        && holds(ImageWords.int32(image, box + BoxDescriptor.DESTINATION_PORTS_OFFSET), destination)
                        && holds(ImageWords.int32(image, box + BoxDescriptor.SOURCE_PORTS_OFFSET), source);
    }

    /** Whether an IPv4 address lies in the range of that number, of a narrow box. */
    public static boolean holdsIpv4(UnsafeBuffer image, int box, int range, int address) {
        int at = box + BoxDescriptor.ADDRESSES_OFFSET + range * 2 * IntervalIndexDescriptor.NARROW_LENGTH;
        int first = ImageWords.int32(image, at);
        int last = ImageWords.int32(image, at + IntervalIndexDescriptor.NARROW_LENGTH);
        return Integer.compareUnsigned(address - first, last - first) <= 0;
    }

    /** Whether an IPv6 address lies in the range of that number, of a wide box. */
    public static boolean holdsIpv6(UnsafeBuffer image, int box, int range, long high, long low) {
        int first = box + BoxDescriptor.ADDRESSES_OFFSET + range * 2 * IntervalIndexDescriptor.WIDE_LENGTH;
        int last = first + IntervalIndexDescriptor.WIDE_LENGTH;
        return compare(image, first, high, low) >= 0 && compare(image, last, high, low) <= 0;
    }

    private static boolean holds(int range, int port) {
        return port >= PortSetDescriptor.first(range) && port <= PortSetDescriptor.last(range);
    }

    /** Compares an address with the one that lies at an offset, without sign. */
    private static int compare(UnsafeBuffer image, int offset, long high, long low) {
        int byHigh = Long.compareUnsigned(high, ImageWords.int64(image, offset));
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, ImageWords.int64(image, offset + Long.BYTES));
    }
}
