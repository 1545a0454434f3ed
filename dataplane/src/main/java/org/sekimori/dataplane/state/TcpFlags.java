package org.sekimori.dataplane.state;

/** The flags of a TCP header that memories look at (RFC 9293 §3.1). */
final class TcpFlags {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private TcpFlags() {}

    /** SYN without ACK. */
    static boolean isRequest(int flags) {
        return (flags & (SYN | ACK)) == SYN;
    }

    static boolean isRequestGranted(int flags) {
        return (flags & (SYN | ACK | RST)) == (SYN | ACK);
    }

    static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
