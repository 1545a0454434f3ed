package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The header of a PPPoE session (RFC 2516 §4), with {@link PppHeader PPP} behind it.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------+-------+---------------+-------------------------------+
 * |version| type  |     code      |            session            |
 * +-------+-------+---------------+-------------------------------+
 * |            length             |
 * +-------------------------------+
 * </pre>
 *
 * Version, type and code aren't looked at, since not every receiver does.
 */
final class PppoeHeader {
    static final int LENGTH = 6;

    private PppoeHeader() {}

    /** What lies behind this header and PPP's, as {@link LinkLayer} packs it. */
    static long next(UnsafeBuffer frame, int offset, int limit) {
        return limit - offset < LENGTH
                ? LinkLayer.pack(LinkLayer.CUT_OFF, offset)
                : PppHeader.next(frame, offset + LENGTH, limit);
    }
}
