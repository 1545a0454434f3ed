package org.sekimori.dataplane.frame;

import java.nio.ByteBuffer;

/** Headers of tunnels, with what they carry. */
final class TunnelBytes {
    private static final int KEY_AND_SEQUENCE = 0x3000;
    private static final int CHECKSUM_OR_ROUTING = 0xC000;
    private static final int ACKNOWLEDGMENT = 0x0080;
    private static final int ETHERIP_VERSION = 0x3000;

    private TunnelBytes() {}

    /** GRE with all the fields its flags announce, zeroes in them. */
    static byte[] gre(int flags, int etherType, byte[] inside) {
        int words = Integer.bitCount(flags & (KEY_AND_SEQUENCE | ACKNOWLEDGMENT))
                + ((flags & CHECKSUM_OR_ROUTING) != 0 ? 1 : 0);
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * words + inside.length);
        bytes.putShort((short) flags).putShort((short) etherType).position(4 + 4 * words);
        return bytes.put(inside).array();
    }

    static byte[] etherIp(byte[] frame) {
        return ByteBuffer.allocate(2 + frame.length)
                .putShort((short) ETHERIP_VERSION)
                .put(frame)
                .array();
    }
}
