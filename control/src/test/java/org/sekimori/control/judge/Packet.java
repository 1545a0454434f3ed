package org.sekimori.control.judge;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What lies behind an EtherType: an IP packet, or one that is wrapped already.
 *
 * @param etherType what the bytes are
 */
record Packet(int etherType, byte[] bytes) {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;

    private static final int MAC_LENGTH = 12;
    private static final int LINK_LENGTH = 14;
    private static final int IPV4_LENGTH_AT = 2;
    private static final int IPV6_LENGTH_AT = 4;
    private static final int IPV6_HEADER = 40;

    /** The IP packet of a plain Ethernet frame, without padding. */
    static Packet of(byte[] frame) {
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        int etherType = Short.toUnsignedInt(bytes.getShort(MAC_LENGTH));
        int length = etherType == IPV4
                ? Short.toUnsignedInt(bytes.getShort(LINK_LENGTH + IPV4_LENGTH_AT))
                : IPV6_HEADER + Short.toUnsignedInt(bytes.getShort(LINK_LENGTH + IPV6_LENGTH_AT));
        return new Packet(etherType, Arrays.copyOfRange(frame, LINK_LENGTH, LINK_LENGTH + length));
    }

    boolean isIpv4() {
        return etherType == IPV4;
    }

    boolean isIpv6() {
        return etherType == IPV6;
    }

    /** What its IP header says comes next. */
    int protocol() {
        return Byte.toUnsignedInt(bytes[isIpv4() ? 9 : 6]);
    }

    int length() {
        return bytes.length;
    }

    /** The frame with it, between two locally administered addresses. */
    byte[] frame() {
        return ByteBuffer.allocate(LINK_LENGTH + bytes.length)
                .put(new byte[] {2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1})
                .putShort((short) etherType)
                .put(bytes)
                .array();
    }
}
