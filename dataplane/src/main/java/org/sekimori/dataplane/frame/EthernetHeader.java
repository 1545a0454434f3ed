package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The Ethernet header (IEEE 802.3 §3.1.1, RFC 894), which begins the frame.
 *
 * <pre>
 *  0                   6                  12          14
 * +-------------------+-------------------+-----------+------------
 * |  destination MAC  |    source MAC     | EtherType | tags, payload
 * +-------------------+-------------------+-----------+------------
 * </pre>
 *
 * Each {@link VlanTag} moves the EtherType of what is inside four bytes on, so it is asked for by its offset.
 */
final class EthernetHeader {
    static final int TYPE_OFFSET = 12;
    static final int TYPE_LENGTH = 2;
    static final int LENGTH = TYPE_OFFSET + TYPE_LENGTH;

    private EthernetHeader() {}

    /** The EtherType that lies at that offset. */
    static int type(UnsafeBuffer frame, int typeOffset) {
        return FrameBytes.uint16(frame, typeOffset);
    }
}
