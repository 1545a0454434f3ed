package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The port extender's E-TAG (IEEE 802.1BR §7.5), from behind its EtherType on.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-----+-+-----------------------+---+---+-----------------------+
 * | PCP |D|   ingress port base   |res|grp|   destination base    |
 * +-----+-+-------+---------------+---+---+-----------------------+
 * |ingress extens.|dest. extension|           EtherType           |
 * +---------------+---------------+-------------------------------+
 * </pre>
 */
final class ExtenderTag {
    static final int LENGTH = 8;

    private static final int TYPE_OFFSET = 6;

    private ExtenderTag() {}

    /** What lies behind the tag, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        return limit - offset < LENGTH
                ? LinkLayer.pack(LinkLayer.CUT_OFF, offset)
                : LinkLayer.pack(FrameBytes.uint16(frame, offset + TYPE_OFFSET), offset + LENGTH);
    }
}
