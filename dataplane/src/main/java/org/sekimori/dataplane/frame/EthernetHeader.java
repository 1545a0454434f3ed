package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Ethernet header (IEEE 802.3 §3.1.1, RFC 894), which begins the frame, and frames inside it.
 *
 * <pre>
 *  0                   6                  12          14
 * +-------------------+-------------------+-----------+------------
 * |  destination MAC  |    source MAC     | EtherType | tags, payload
 * +-------------------+-------------------+-----------+------------
 * </pre>
 *
 * Each {@link VlanTag} moves the EtherType of what is inside four bytes on.
 */
final class EthernetHeader {
    static final int TYPE_OFFSET = 12;
    static final int LENGTH = TYPE_OFFSET + Short.BYTES;

    private EthernetHeader() {}

    /** The EtherType that lies at that offset. */
    static int type(UnsafeBuffer frame, int typeOffset) {
        return FrameBytes.uint16(frame, typeOffset);
    }

    /** What lies behind a header inside another frame or packet, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        return limit - offset < LENGTH
                ? LinkLayer.pack(LinkLayer.CUT_OFF, offset)
                : LinkLayer.pack(type(frame, offset + TYPE_OFFSET), offset + LENGTH);
    }
}
