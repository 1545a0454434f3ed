package org.sekimori.policy;

/** What a protocol's own direction bit says of a datagram or segment; plain numbers, since one travels with every packet. */
public final class MessageKind {
    /** No direction bit is known for this protocol and port. */
    public static final int UNKNOWN = 0;
    /** The sender asks; a datagram too short to tell counts as this. */
    public static final int REQUEST = 1;
    /** The sender answers. */
    public static final int REPLY = 2;

    private MessageKind() {}
}
