package org.sekimori.dataplane.frame;

import static java.nio.ByteOrder.BIG_ENDIAN;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The two ports that begin both {@link UdpHeader} and {@link TcpHeader}, read in one go.
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-------------------------------+-------------------------------+
 * |          source port          |       destination port        |  0
 * +-------------------------------+-------------------------------+
 * </pre>
 */
final class TransportPorts {
    /** Domain Name System (RFC 1035). */
    static final int DNS = 53;
    /** Network Time Protocol (RFC 5905). */
    static final int NTP = 123;
    /** Simple Service Discovery Protocol (UPnP Device Architecture 2.0 §1). */
    static final int SSDP = 1900;

    private static final int PORT_BITS = 16;
    private static final int PORT_MASK = 0xFFFF;

    private TransportPorts() {}

    /** Both ports of the transport header at that offset, for {@link #source} and {@link #destination} to split. */
    static int both(UnsafeBuffer frame, int offset) {
        return frame.getInt(offset, BIG_ENDIAN);
    }

    static int source(int both) {
        return both >>> PORT_BITS;
    }

    static int destination(int both) {
        return both & PORT_MASK;
    }
}
