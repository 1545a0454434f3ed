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
    /** Most tags a frame may carry for the decoder to look inside. */
    static final int MAX_TAGS = 8;

    /** Offset of the EtherType behind {@link #MAX_TAGS} tags. */
    private static final int DEEPEST_TYPE_OFFSET = EthernetHeader.TYPE_OFFSET + MAX_TAGS * LENGTH;

    private VlanTag() {}

    /**
     * Offset of the EtherType behind all tags, however many, or -1 where the frame is cut off before it. The frame's
     * length bounds the walk.
     */
    static int skipAll(UnsafeBuffer frame) {
        final int lastTypeOffset = frame.capacity() - EthernetHeader.TYPE_LENGTH;
        int typeOffset = EthernetHeader.TYPE_OFFSET;
        while (typeOffset <= lastTypeOffset) {
            if (!EtherTypes.isVlan(EthernetHeader.type(frame, typeOffset))) {
                return typeOffset;
            }
            typeOffset += LENGTH;
        }
        return -1;
    }

    /** Whether an EtherType at that offset lies behind more than {@link #MAX_TAGS} tags. */
    static boolean isTooDeep(int typeOffset) {
        return typeOffset > DEEPEST_TYPE_OFFSET;
    }
}
