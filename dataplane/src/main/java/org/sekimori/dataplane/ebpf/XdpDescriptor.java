package org.sekimori.dataplane.ebpf;

/** The context of an XDP program ({@code struct xdp_md}, all of 4 bytes) and what it returns ({@code enum xdp_action}). */
public final class XdpDescriptor {
    /** Offset of the address of the frame's first byte. */
    public static final int DATA = 0;
    /** Offset of the address behind the frame's last byte. */
    public static final int DATA_END = 4;
    /** Offset of the index of the interface the frame came in by. */
    public static final int INGRESS_INTERFACE = 12;

    /** The program failed: the frame is dropped and a tracepoint says so. */
    public static final int ABORTED = 0;
    /** The frame is dropped. */
    public static final int DROP = 1;
    /** The frame goes on as if there were no program. */
    public static final int PASS = 2;
    /** The frame leaves by the interface it came in by. */
    public static final int TRANSMIT = 3;
    /** What {@link Helper#REDIRECT} and {@link Helper#REDIRECT_MAP} return when all is well. */
    public static final int REDIRECT = 4;

    private XdpDescriptor() {}
}
