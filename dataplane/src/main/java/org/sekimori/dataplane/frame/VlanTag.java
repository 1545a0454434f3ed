package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A VLAN tag (IEEE 802.1Q §9.6), of which several may follow each other (802.1ad, "QinQ").
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-----+-+-----------------------+
 * |             TPID              | PCP |D|        VLAN id        |
 * +-------------------------------+-----+-+-----------------------+
 * </pre>
 *
 * The TPID lies where an untagged frame has its EtherType; the EtherType proper, or the next TPID, comes after the tag.
 */
final class VlanTag {
    static final int LENGTH = 4;

    /** From behind the TPID, where the walk enters. */
    private static final int TYPE_OFFSET = 2;

    private VlanTag() {}

    /** What lies behind the tag whose TPID ends at that offset, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        return limit - offset < LENGTH
                ? LinkLayer.pack(LinkLayer.CUT_OFF, offset)
                : LinkLayer.pack(FrameBytes.uint16(frame, offset + TYPE_OFFSET), offset + LENGTH);
    }
}
