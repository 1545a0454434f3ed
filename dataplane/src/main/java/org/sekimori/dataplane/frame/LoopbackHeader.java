package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * What begins a frame captured on a BSD loopback interface (LINKTYPE_NULL, LINKTYPE_LOOP): the address family, in
 * whichever byte order, and with the number the capturing system has for IPv6.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------------------------------------------------------+
 * |                        address family                         |
 * +---------------------------------------------------------------+
 * </pre>
 */
final class LoopbackHeader {
    static final int LENGTH = 4;

    private static final int FAMILY_MASK = 0xFFFF;
    private static final int IPV4 = 2;
    private static final int IPV6_LINUX = 10;
    private static final int IPV6_NETBSD_OPENBSD = 24;
    private static final int IPV6_FREEBSD = 28;
    private static final int IPV6_DARWIN = 30;

    private LoopbackHeader() {}

    /** What lies behind the header, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int limit) {
        if (limit < LENGTH) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, 0);
        }
        int family = FrameBytes.int32(frame, 0);
        // families are small: one with its high half in use lies in the other byte order
        return LinkLayer.pack(etherType((family & ~FAMILY_MASK) == 0 ? family : Integer.reverseBytes(family)), LENGTH);
    }

    private static int etherType(int family) {
        switch (family) {
            case IPV4:
                return EtherTypes.IPV4;
            case IPV6_LINUX:
            case IPV6_NETBSD_OPENBSD:
            case IPV6_FREEBSD:
            case IPV6_DARWIN:
                return EtherTypes.IPV6;
            default:
                return LinkLayer.OTHER;
        }
    }
}
