package org.sekimori.control.inline.line;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Answers a host's ARP requests (RFC 826) on lines that carry none.
 *
 * <pre>
 *  0 hardware, protocol, lengths   6 operation   8 sender MAC   14 sender IP   18 target MAC   24 target IP
 * </pre>
 */
final class Arp {
    private static final int LENGTH = 28;
    private static final int OPERATION = 6;
    private static final int SENDER_MAC = 8;
    private static final int SENDER_IP = 14;
    private static final int TARGET_MAC = 18;
    private static final int TARGET_IP = 24;
    private static final short REQUEST = 1;
    private static final short REPLY = 2;

    private Arp() {}

    /** The reply that says {@code owner}; empty where the frame asks nothing, or asks whether somebody has the host's own address. */
    static Optional<byte[]> answer(byte[] frame, byte[] owner) {
        byte[] asked = Ethernet.payload(frame);
        ByteBuffer reply = ByteBuffer.wrap(Arrays.copyOf(asked, LENGTH));
        if (Ethernet.etherType(frame) != Ethernet.ARP
                || reply.getShort(OPERATION) != REQUEST
                || Arrays.equals(asked, SENDER_IP, TARGET_MAC, asked, TARGET_IP, LENGTH)) {
            return Optional.empty();
        }
        reply.putShort(OPERATION, REPLY).put(SENDER_MAC, owner);
        reply.put(SENDER_IP, asked, TARGET_IP, Integer.BYTES);
        reply.put(TARGET_MAC, asked, SENDER_MAC, Ethernet.ADDRESS_LENGTH + Integer.BYTES);
        return Optional.of(Ethernet.frame(Ethernet.source(frame), owner, Ethernet.ARP, reply.array()));
    }
}
