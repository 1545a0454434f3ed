package org.sekimori.dataplane.linux;

/** Who runs an XDP program; the flags are {@code XDP_FLAGS_*} of {@code linux/if_link.h}. */
public enum XdpMode {
    /** The network card's driver, before there is a socket buffer. Not all have it, nor with every MTU. */
    NATIVE(4),
    /** The kernel, once there is a socket buffer: any interface, slower. */
    GENERIC(2);

    private final int flags;

    XdpMode(int flags) {
        this.flags = flags;
    }

    int flags() {
        return flags;
    }
}
