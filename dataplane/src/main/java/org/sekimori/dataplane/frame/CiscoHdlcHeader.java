package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Cisco's own HDLC header (RFC 1547 §4.3.1), which a capture of serial PPP lines may hold instead of PPP's.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +---------------+---------------+-------------------------------+
 * |    address    |    control    |           EtherType           |
 * +---------------+---------------+-------------------------------+
 * </pre>
 */
final class CiscoHdlcHeader {
    static final int LENGTH = 4;

    private static final int TYPE_OFFSET = 2;
    private static final int UNICAST = 0x0F;
    private static final int MULTICAST = 0x8F;

    private CiscoHdlcHeader() {}

    /** Whether the frame begins as Cisco's do. */
    static boolean isCisco(UnsafeBuffer frame, int limit) {
        int address = limit > 0 ? FrameBytes.uint8(frame, 0) : 0;
        return address == UNICAST || address == MULTICAST;
    }

    /** What lies behind the header, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int limit) {
        if (limit < LENGTH) {
            return LinkLayer.pack(LinkLayer.CUT_OFF, 0);
        }
        int etherType = FrameBytes.uint16(frame, TYPE_OFFSET);
        return LinkLayer.pack(etherType < EtherTypes.FIRST ? LinkLayer.OTHER : etherType, LENGTH);
    }
}
