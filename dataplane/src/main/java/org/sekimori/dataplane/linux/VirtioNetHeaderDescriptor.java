package org.sekimori.dataplane.linux;

/**
 * Layout of the header that {@code PACKET_VNET_HDR} puts before each frame ({@code linux/virtio_net.h}, {@code struct
 * virtio_net_hdr}), in the machine's byte order.
 *
 * <pre>
 *   0       1          2          4          6            8             10
 *  +-------+----------+----------+----------+------------+-------------+
 *  | flags | gso_type | hdr_len  | gso_size | csum_start | csum_offset |
 *  +-------+----------+----------+----------+------------+-------------+
 * </pre>
 */
public final class VirtioNetHeaderDescriptor {
    public static final int FLAGS = 0;
    public static final int GSO_TYPE = 1;
    public static final int HEADER_LENGTH = 2;
    public static final int CHECKSUM_START = 6;
    public static final int LENGTH = 10;

    /** Flag: the transport checksum is partial, from {@link #CHECKSUM_START} on the card completes it. */
    public static final int FLAG_NEEDS_CHECKSUM = 1;
    /** GSO type of a frame that is one frame. */
    public static final int GSO_NONE = 0;
    /** GSO type of a TCP super-frame over IPv4. */
    public static final int GSO_TCP_V4 = 1;

    private VirtioNetHeaderDescriptor() {}
}
