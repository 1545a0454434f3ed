package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The LLC header of an IEEE 802.3 frame (IEEE 802.2 §3.2), and SNAP behind it (RFC 1042).
 *
 * <pre>
 *  0       1       2         3                   6             8
 * +-------+-------+---------+-------------------+-------------+---------
 * | DSAP  | SSAP  | control | organization code |  EtherType  | payload
 * +-------+-------+---------+-------------------+-------------+---------
 *  AA      AA      03        00-00-00 or 00-00-F8
 *  06      06      03        IPv4 at once
 * </pre>
 */
final class LlcHeader {
    static final int LENGTH = 3;
    static final int SNAP_LENGTH = 8;

    private static final int TYPE_OFFSET = 6;
    private static final int HEADER_SHIFT = 8;
    private static final int SNAP = 0xAAAA03;
    private static final int IPV4 = 0x060603;
    /** LLC header and organization code, as one word without its last two bytes. */
    private static final long SNAP_ETHERNET = 0xAAAA_0300_0000L;

    /** What Apple and bridges after IEEE 802.1H use for EtherTypes that were tunnelled. */
    private static final long SNAP_BRIDGED = 0xAAAA_0300_00F8L;

    private static final int SNAP_SHIFT = 16;

    private LlcHeader() {}

    /** What lies behind the header, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        if (limit - offset < LENGTH) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, offset);
        }
        int header = FrameBytes.uint16(frame, offset) << HEADER_SHIFT | FrameBytes.uint8(frame, offset + Short.BYTES);
        if (header == SNAP) {
            return behindSnap(frame, offset, limit);
        }
        return header == IPV4
                ? LinkLayer.pack(EtherTypes.IPV4, offset + LENGTH)
                : LinkLayer.pack(LinkLayer.OTHER, offset);
    }

    private static long behindSnap(UnsafeBuffer frame, int offset, int limit) {
        if (limit - offset < SNAP_LENGTH) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, offset);
        }
        long organization = FrameBytes.int64(frame, offset) >>> SNAP_SHIFT;
        int etherType = FrameBytes.uint16(frame, offset + TYPE_OFFSET);
        boolean isEtherType =
                (organization == SNAP_ETHERNET || organization == SNAP_BRIDGED) && etherType >= EtherTypes.FIRST;
        return LinkLayer.pack(isEtherType ? etherType : LinkLayer.OTHER, offset + SNAP_LENGTH);
    }
}
