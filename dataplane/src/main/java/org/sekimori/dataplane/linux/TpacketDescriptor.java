package org.sekimori.dataplane.linux;

/**
 * Layout of a TPACKET_V2 ring slot ({@code linux/if_packet.h}, {@code struct tpacket2_hdr}), offsets in bytes from the
 * slot's start, fields in the machine's byte order.
 *
 * <pre>
 *   0        4        8        12     14     16       20       24     26     28
 *  +--------+--------+--------+------+------+--------+--------+------+------+------+
 *  | status | len    | snaplen| mac  | net  | sec    | nsec   | tci  | tpid | pad  |
 *  +--------+--------+--------+------+------+--------+--------+------+------+------+
 *  receive:  sockaddr_ll at 32 | free | virtio_net_hdr | frame at mac | ...
 *  transmit: virtio_net_hdr at 32 | frame at 42 | ...
 * </pre>
 */
public final class TpacketDescriptor {
    public static final int STATUS = 0;
    public static final int LENGTH = 4;
    public static final int SNAP_LENGTH = 8;
    public static final int MAC = 12;
    public static final int SECONDS = 16;
    public static final int NANOSECONDS = 20;
    public static final int VLAN_TCI = 24;
    public static final int VLAN_TPID = 26;

    /** Where the data of a transmit slot begins: {@code TPACKET2_HDRLEN - sizeof(struct sockaddr_ll)}. */
    public static final int TRANSMIT_DATA = 32;
    /** Bytes of a receive slot before the frame at most: header, address, alignment, virtio header. */
    public static final int RECEIVE_OVERHEAD = 96;

    /** Receive: the kernel owns the slot. Transmit: the slot is free. */
    public static final int STATUS_KERNEL = 0;
    /** Receive: a frame is there. */
    public static final int STATUS_USER = 1;
    /** Receive: the frame didn't fit, and waits whole in the socket's queue. */
    public static final int STATUS_COPY = 1 << 1;
    /** Receive: {@link #VLAN_TCI} holds a stripped tag. */
    public static final int STATUS_VLAN_VALID = 1 << 4;
    /** Receive: {@link #VLAN_TPID} holds its TPID. */
    public static final int STATUS_VLAN_TPID_VALID = 1 << 6;
    /** Transmit: the kernel may send the slot. */
    public static final int STATUS_SEND_REQUEST = 1;

    /** Bytes an 802.1Q tag takes. */
    public static final int VLAN_TAG_LENGTH = 4;
    /** Bytes before the tag: two MAC addresses. */
    public static final int MAC_ADDRESSES_LENGTH = 12;

    private TpacketDescriptor() {}
}
