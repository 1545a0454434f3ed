package org.sekimori.control.inline.line;

import java.nio.ByteBuffer;

/** LCP's own question whether the far end is still there (RFC 1661, 5.8): code, number, length, magic number. */
final class LcpEcho {
    private static final byte REQUEST = 9;
    private static final byte REPLY = 10;
    private static final short LENGTH = 8;

    private LcpEcho() {}

    static byte[] request(byte[] destination, byte[] source, int number) {
        return frame(destination, source, REQUEST, (byte) number);
    }

    static boolean isRequest(byte[] frame) {
        return frame[Ethernet.HEADER_LENGTH] == REQUEST;
    }

    static byte[] reply(byte[] request) {
        byte number = request[Ethernet.HEADER_LENGTH + 1];
        return frame(Ethernet.source(request), Ethernet.destination(request), REPLY, number);
    }

    private static byte[] frame(byte[] destination, byte[] source, byte code, byte number) {
        byte[] packet = ByteBuffer.allocate(LENGTH)
                .put(code)
                .put(number)
                .putShort(LENGTH)
                .array();
        return Ethernet.frame(destination, source, Ethernet.PPP, packet);
    }
}
