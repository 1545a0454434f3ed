package org.sekimori.bench;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one would write in an afternoon: unwrap the frame with a {@link ByteBuffer}, then ask the shipped policy's inbound
 * rules one after the other. Right for whole frames without extension headers or fragments, as the benchmarks have; a
 * baseline, and no filter to run.
 */
final class NaiveMatcher {
    private static final int UDP = 17;
    private static final int TCP = 6;

    /** The protocol, the port, and whether only requests match. */
    private record Rule(int protocol, int port, boolean requestsOnly) {
        boolean matches(Datagram datagram) {
            return datagram.protocol == protocol
                    && datagram.port == port
                    && (!requestsOnly || isRequest(datagram.port, datagram.payload));
        }
    }

    /** A frame, unwrapped. */
    private record Datagram(int protocol, int port, ByteBuffer payload) {}

    private static final List<Rule> RULES = List.of(
            new Rule(UDP, 389, false),
            new Rule(UDP, 123, true),
            new Rule(UDP, 53, true),
            new Rule(UDP, 1900, true),
            new Rule(TCP, 445, false),
            new Rule(TCP, 139, false));

    private NaiveMatcher() {}

    static boolean drops(byte[] frame) {
        Datagram datagram = unwrap(ByteBuffer.wrap(frame));
        for (Rule rule : RULES) {
            if (rule.matches(datagram)) {
                return true;
            }
        }
        return false;
    }

    private static Datagram unwrap(ByteBuffer frame) {
        int offset = 12;
        int etherType = frame.getShort(offset) & 0xFFFF;
        while (etherType == 0x8100 || etherType == 0x88A8 || etherType == 0x9100) {
            offset += 4;
            etherType = frame.getShort(offset) & 0xFFFF;
        }
        int packet = offset + 2;
        boolean isIpv4 = etherType == 0x0800;
        int protocol = frame.get(packet + (isIpv4 ? 9 : 6)) & 0xFF;
        int transport = packet + (isIpv4 ? (frame.get(packet) & 0xF) * 4 : 40);
        int port = frame.getShort(transport + 2) & 0xFFFF;
        int payload = transport + (protocol == UDP ? 8 : 20);
        return new Datagram(protocol, port, frame.position(Math.min(payload, frame.limit())));
    }

    private static boolean isRequest(int port, ByteBuffer payload) {
        int start = payload.position();
        switch (port) {
            case 53:
                return payload.remaining() < 12 || payload.get(start + 2) >= 0;
            case 123:
                int mode = payload.remaining() < 48 ? 0 : payload.get(start) & 7;
                return mode != 2 && mode != 4 && mode != 5;
            default:
                return payload.remaining() < 8 || payload.get(start) == 'M' || payload.get(start) == 'N';
        }
    }
}
