package org.sekimori.dataplane.ebpf;

/** The context of a tcx program ({@code struct __sk_buff}, all of 4 bytes) and what it returns ({@code enum tcx_action_base}). */
public final class TcxDescriptor {
    /** Bytes of the context, as far as it is of use here. */
    public static final int LENGTH_OF_CONTEXT = 192;
    /** Offset of the frame's length, all its pieces included. */
    public static final int LENGTH = 0;
    /** Offset of the mark that sockets and programs set. */
    public static final int MARK = 8;
    /** Offset of the EtherType, in network order. */
    public static final int PROTOCOL = 16;
    /** Offset of whether a VLAN tag was taken out of the frame. */
    public static final int VLAN_PRESENT = 20;
    /** Offset of that tag's control information. */
    public static final int VLAN_CONTROL = 24;
    /** Offset of that tag's TPID, in network order. */
    public static final int VLAN_PROTOCOL = 28;
    /** Offset of the index of the interface the program is attached to. */
    public static final int INTERFACE = 40;
    /** Offset of the address of the frame's first byte. */
    public static final int DATA = 76;
    /** Offset of the address behind the last byte that lies in one piece with the first. */
    public static final int DATA_END = 80;

    /** The next program decides, or the kernel's stack where there is none. */
    public static final int NEXT = -1;
    /** The frame goes on to the kernel's stack. */
    public static final int PASS = 0;
    /** The frame is dropped. */
    public static final int DROP = 2;
    /** What {@link Helper#REDIRECT} returns when all is well. */
    public static final int REDIRECT = 7;

    /** Mark of frames on their way out that the box forwards, by a socket or a program. */
    public static final int FORWARDED = 0x5EC1;
    /** Mark of frames that come in a second time, for the box's packet socket. */
    public static final int HANDED_ON = 0x5EC2;

    private TcxDescriptor() {}
}
