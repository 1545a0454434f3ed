package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/** The four bits that begin every IP packet (RFC 791 §3.1, RFC 8200 §3). */
final class IpVersion {
    static final int V4 = 4;
    static final int V6 = 6;

    private static final int SHIFT = 4;
    private static final int MASK = 0xF;

    private IpVersion() {}

    /** The version of the packet that begins at that offset. */
    static int of(UnsafeBuffer frame, int offset) {
        return (frame.getByte(offset) >> SHIFT) & MASK;
    }
}
