package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * An IPv6 extension header (RFC 8200 §4, RFC 6564 §4). All begin alike; the fragment header has a fixed length, and the
 * authentication header counts its length in other units.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |  next header  |    length     |                               |  options, routing, mobility, HIP, shim6:
 * +---------------+---------------+                               +  8 bytes + length * 8
 * |                             data                              |  authentication (RFC 4302 §2):
 * +---------------------------------------------------------------+  8 bytes + length * 4
 *
 * +---------------+---------------+-------------------------+---+-+
 * |  next header  |   reserved    |     fragment offset     |res|M|  fragment (RFC 8200 §4.5): 8 bytes
 * +---------------+---------------+-------------------------+---+-+
 * |                        identification                         |
 * +---------------------------------------------------------------+
 * </pre>
 *
 * Which numbers are extension headers is IANA's list (RFC 7045 §3.1). Three of that list end the walk all the same:
 * ESP (50), because what follows is encrypted, and 253 and 254, because nothing says what an experiment puts there.
 */
final class Ipv6ExtensionHeader {
    static final int MIN_LENGTH = 8;
    /** Most extension headers (or, in IPv4, authentication headers) a packet may carry for the decoder to look behind. */
    static final int MAX_HEADERS = 32;

    private static final int NEXT_HEADER_OFFSET = 0;
    private static final int LENGTH_OFFSET = 1;
    private static final int FRAGMENT_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;

    private static final int FRAGMENT_OFFSET_MASK = 0xFFF8;
    private static final int MORE_FRAGMENTS = 0x0001;
    private static final int LENGTH_SHIFT = 3;
    private static final int AUTHENTICATION_LENGTH_SHIFT = 2;

    private Ipv6ExtensionHeader() {}

    /** Whether that next-header number announces an extension header that can be walked over. */
    static boolean isExtension(int nextHeader) {
        switch (nextHeader) {
            case IpProtocols.HOP_BY_HOP:
            case IpProtocols.ROUTING:
            case IpProtocols.FRAGMENT:
            case IpProtocols.AUTHENTICATION:
            case IpProtocols.DESTINATION_OPTIONS:
            case IpProtocols.MOBILITY:
            case IpProtocols.HOST_IDENTITY:
            case IpProtocols.SHIM6:
                return true;
            default:
                return false;
        }
    }

    /** Whether the extension header of kind {@code header} at that offset is all there, within {@code room} bytes. */
    static boolean fits(UnsafeBuffer frame, int offset, int header, int room) {
        return room >= MIN_LENGTH && length(frame, offset, header) <= room;
    }

    /** Bytes of the extension header of kind {@code header} at that offset, of which 8 must be there. */
    static int length(UnsafeBuffer frame, int offset, int header) {
        if (header == IpProtocols.FRAGMENT) {
            return MIN_LENGTH;
        }
        int shift = header == IpProtocols.AUTHENTICATION ? AUTHENTICATION_LENGTH_SHIFT : LENGTH_SHIFT;
        return MIN_LENGTH + (FrameBytes.uint8(frame, offset + LENGTH_OFFSET) << shift);
    }

    static int nextHeader(UnsafeBuffer frame, int offset) {
        return FrameBytes.uint8(frame, offset + NEXT_HEADER_OFFSET);
    }

    /** Whether the fragment header at that offset makes no fragment: it begins the packet and nothing follows (RFC 6946). */
    static boolean isAtomic(UnsafeBuffer frame, int offset) {
        return (FrameBytes.uint16(frame, offset + FRAGMENT_OFFSET) & (FRAGMENT_OFFSET_MASK | MORE_FRAGMENTS)) == 0;
    }

    /** Whether fragments follow that begin further back. */
    static boolean hasMoreFragments(UnsafeBuffer frame, int offset) {
        return (FrameBytes.uint16(frame, offset + FRAGMENT_OFFSET) & MORE_FRAGMENTS) != 0;
    }

    /** Where the fragment's payload begins in the payload that was cut, in bytes. */
    static int fragmentOffset(UnsafeBuffer frame, int offset) {
        return FrameBytes.uint16(frame, offset + FRAGMENT_OFFSET) & FRAGMENT_OFFSET_MASK;
    }

    /** The number all fragments of a packet share. */
    static int identification(UnsafeBuffer frame, int offset) {
        return FrameBytes.int32(frame, offset + IDENTIFICATION_OFFSET);
    }
}
