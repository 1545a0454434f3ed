package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the link layer, from the first byte to the packet it carries. The answer is one {@code long}, so that decoder
 * and {@link AddressHash} can share the walk without an object:
 *
 * <pre>
 *  63                            32 31                             0
 * +--------------------------------+--------------------------------+
 * | EtherType of what comes next,  |    offset of what comes next   |
 * | or one of the words below      |                                |
 * +--------------------------------+--------------------------------+
 * </pre>
 *
 * A header's flyweight answers the same way for its one step, and {@link LinkWalk} puts the steps together. No step
 * looks at the lengths in PPPoE's or IEEE 802.3's headers: what IP says of its own length decides.
 */
final class LinkLayer {
    /** Added to IP's EtherType: the packet lies behind more headers than the decoder walks. */
    static final int HIDDEN = 0x1_0000;
    /** In place of an EtherType: the frame is cut off before what comes next. */
    static final int CUT_OFF = 0x2_0000;
    /** In place of an EtherType: something that carries no IP. */
    static final int OTHER = 0x2_0001;
    /** In place of an EtherType: IP in a wrapping that no receiver opens, and so nobody can judge. */
    static final int SEALED = 0x2_0002;
    /** In place of an EtherType: the header of a tunnel is cut off. */
    static final int TUNNEL_CUT_OFF = 0x2_0003;

    private static final int TYPE_SHIFT = 32;

    private LinkLayer() {}

    /** What an Ethernet frame carries, and where. */
    static long walk(UnsafeBuffer frame) {
        if (frame.capacity() < EthernetHeader.LENGTH) {
            return pack(CUT_OFF, 0);
        }
        int etherType = EthernetHeader.type(frame, EthernetHeader.TYPE_OFFSET);
        // IP first: it is what most frames carry
        return EtherTypes.isIp(etherType)
                ? pack(etherType, EthernetHeader.LENGTH)
                : LinkWalk.inwards(frame, etherType, EthernetHeader.LENGTH, frame.capacity());
    }

    /** What a frame of that link type carries, and where. */
    static long walk(UnsafeBuffer frame, int linkType) {
        return linkType == LinkTypes.ETHERNET ? walk(frame) : LinkStart.walk(frame, linkType);
    }

    static int etherType(long walked) {
        return (int) (walked >>> TYPE_SHIFT);
    }

    static int payloadOffset(long walked) {
        return (int) walked;
    }

    static long pack(int etherType, int offset) {
        return (long) etherType << TYPE_SHIFT | offset;
    }
}
