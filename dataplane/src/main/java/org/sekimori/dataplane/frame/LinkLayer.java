package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * Walks the link layer, from the first byte to the packet it carries. The answer is one {@code long}, so that decoder
 * and {@link AddressHash} can share the walk without an object:
 *
 * <pre>
 *  63                            32 31                             0
 * +--------------------------------+--------------------------------+
 * |    EtherType behind all tags   |   offset of what it announces  |
 * +--------------------------------+--------------------------------+
 * </pre>
 */
final class LinkLayer {
    /** In place of an EtherType, and none of their 16-bit numbers: IP behind more tags than the decoder walks. */
    static final int HIDDEN_IP = 0x1_0000;
    /** Most VLAN tags a frame may carry for the decoder to look inside. */
    static final int MAX_VLAN_TAGS = 8;

    /** In place of an EtherType, and none of their 16-bit numbers: the frame is cut off before it. */
    private static final int CUT_OFF = 0x1_0001;

    private static final int TYPE_SHIFT = 32;

    private LinkLayer() {}

    /** What the frame carries, and where. */
    static long walk(UnsafeBuffer frame) {
        if (frame.capacity() < EthernetHeader.LENGTH) {
            return pack(CUT_OFF, 0);
        }
        int etherType = EthernetHeader.type(frame, EthernetHeader.TYPE_OFFSET);
        // IP first: it is what most frames carry
        return !EtherTypes.isIp(etherType) && EtherTypes.isVlan(etherType)
                ? walkTags(frame)
                : pack(etherType, EthernetHeader.LENGTH);
    }

    static int etherType(long walked) {
        return (int) (walked >>> TYPE_SHIFT);
    }

    static int payloadOffset(long walked) {
        return (int) walked;
    }

    /** Past the bound the frame's length ends the walk: it only has to learn whether there is IP inside. */
    private static long walkTags(UnsafeBuffer frame) {
        int lastTypeOffset = frame.capacity() - EthernetHeader.TYPE_LENGTH;
        int typeOffset = EthernetHeader.TYPE_OFFSET + VlanTag.LENGTH;
        for (int tags = 1; typeOffset <= lastTypeOffset; tags++) {
            int etherType = EthernetHeader.type(frame, typeOffset);
            if (!EtherTypes.isVlan(etherType)) {
                boolean isHidden = tags > MAX_VLAN_TAGS && EtherTypes.isIp(etherType);
                return pack(isHidden ? HIDDEN_IP : etherType, typeOffset + EthernetHeader.TYPE_LENGTH);
            }
            typeOffset += VlanTag.LENGTH;
        }
        return pack(CUT_OFF, 0);
    }

    private static long pack(int etherType, int offset) {
        return (long) etherType << TYPE_SHIFT | offset;
    }
}
