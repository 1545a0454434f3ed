package org.sekimori.dataplane.ebpf.walk;

/** What a packet may carry. */
public enum Inside {
    /** No packet: the frame's verdict is found. */
    NOTHING,
    IPV4,
    IPV6,
    /** Something that may hold a packet, but isn't opened here. */
    SEALED
}
