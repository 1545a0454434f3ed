package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The header that libpcap puts in place of the link layer's own when it captures on Linux's "any" device
 * (LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2).
 *
 * <pre>
 *  0        2            4                6          14         16
 * +--------+------------+----------------+----------+----------+---------
 * |  type  | ARPHRD type| address length | address  | protocol | payload
 * +--------+------------+----------------+----------+----------+---------
 *
 *  0          2          4                 8            10   11    12         20
 * +----------+----------+-----------------+------------+----+-----+----------+---------
 * | protocol | reserved | interface index | ARPHRD type|type| len.| address  | payload      version 2
 * +----------+----------+-----------------+------------+----+-----+----------+---------
 * </pre>
 *
 * The protocol is an EtherType; below those numbers only one carries packets: LLC.
 */
final class CookedHeader {
    static final int LENGTH = 16;
    static final int VERSION_2_LENGTH = 20;

    private static final int PROTOCOL_OFFSET = 14;
    private static final int VERSION_2_PROTOCOL_OFFSET = 0;
    /** Linux's number for "802.2 frames" ({@code ETH_P_802_2}). */
    private static final int LLC = 0x0004;

    private CookedHeader() {}

    /** What lies behind the header, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int limit) {
        return next(frame, limit, PROTOCOL_OFFSET, LENGTH);
    }

    /** The same for version 2. */
    static long nextOfVersion2(UnsafeBuffer frame, int limit) {
        return next(frame, limit, VERSION_2_PROTOCOL_OFFSET, VERSION_2_LENGTH);
    }

    private static long next(UnsafeBuffer frame, int limit, int protocolOffset, int length) {
        if (limit < length) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, 0);
        }
        int protocol = FrameBytes.uint16(frame, protocolOffset);
        return protocol >= EtherTypes.FIRST || protocol == LLC
                ? LinkLayer.pack(protocol, length)
                : LinkLayer.pack(LinkLayer.OTHER, length);
    }
}
