package org.sekimori.control.inline.line;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Plain Ethernet II frames: two addresses, an EtherType, a payload. */
final class Ethernet {
    static final int ADDRESS_LENGTH = 6;
    static final int ADDRESSES_LENGTH = 12;
    static final int HEADER_LENGTH = 14;
    static final int IPV4 = 0x0800;
    static final int ARP = 0x0806;
    static final int IPV6 = 0x86DD;
    /** The number IANA keeps for PPP right on Ethernet; no host of ours sends it, so it stands for LCP inside the shim. */
    static final int PPP = 0x880B;

    private Ethernet() {}

    static int etherType(byte[] frame) {
        return frame.length < HEADER_LENGTH ? 0 : ByteBuffer.wrap(frame).getShort(ADDRESSES_LENGTH) & 0xFFFF;
    }

    static byte[] payload(byte[] frame) {
        return Arrays.copyOfRange(frame, HEADER_LENGTH, frame.length);
    }

    static byte[] destination(byte[] frame) {
        return Arrays.copyOf(frame, ADDRESS_LENGTH);
    }

    static byte[] source(byte[] frame) {
        return Arrays.copyOfRange(frame, ADDRESS_LENGTH, ADDRESSES_LENGTH);
    }

    static byte[] frame(byte[] destination, byte[] source, int etherType, byte[] payload) {
        return ByteBuffer.allocate(HEADER_LENGTH + payload.length)
                .put(destination)
                .put(source)
                .putShort((short) etherType)
                .put(payload)
                .array();
    }
}
