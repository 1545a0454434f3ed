package org.sekimori.control.inline.line;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * IPv4 carried in IPv6, as DS-Lite does between home and provider (RFC 6333, RFC 2473); IPv6 itself goes as it is.
 *
 * @param near this host's end of the tunnel, 16 bytes
 * @param far the other host's
 */
record Softwire(byte[] near, byte[] far) implements Encapsulation {
    private static final int HEADER_LENGTH = 40;
    private static final int PAYLOAD_LENGTH = 4;
    private static final int NEXT_HEADER = 6;
    private static final int VERSION = 6 << 28;
    private static final byte IPV4_PACKET = 4;
    private static final byte HOP_LIMIT = 64;

    @Override
    public Optional<byte[]> wrap(byte[] frame) {
        if (Ethernet.etherType(frame) != Ethernet.IPV4) {
            return Optional.of(frame).filter(plain -> Ethernet.etherType(plain) == Ethernet.IPV6);
        }
        byte[] packet = Ethernet.payload(frame);
        ByteBuffer outer = ByteBuffer.allocate(HEADER_LENGTH + packet.length);
        outer.putInt(VERSION).putShort((short) packet.length).put(IPV4_PACKET).put(HOP_LIMIT);
        outer.put(near).put(far).put(packet);
        return Optional.of(
                Ethernet.frame(Ethernet.destination(frame), Ethernet.source(frame), Ethernet.IPV6, outer.array()));
    }

    @Override
    public Optional<byte[]> unwrap(byte[] frame) {
        if (Ethernet.etherType(frame) != Ethernet.IPV6) {
            return Optional.empty();
        }
        byte[] outer = Ethernet.payload(frame);
        if (outer[NEXT_HEADER] != IPV4_PACKET) {
            return Optional.of(frame);
        }
        byte[] packet = new byte[ByteBuffer.wrap(outer).getShort(PAYLOAD_LENGTH) & 0xFFFF];
        ByteBuffer.wrap(outer).get(HEADER_LENGTH, packet);
        return Optional.of(Ethernet.frame(Ethernet.destination(frame), Ethernet.source(frame), Ethernet.IPV4, packet));
    }
}
