package org.sekimori.dataplane.frame;

import java.nio.ByteBuffer;

/** The transport header of a frame under construction. */
record Transport(int number, int sourcePort, int destinationPort, int flags) {
    /** No header: the payload follows IP at once, and calls itself "no next header" (RFC 8200 §4.7). */
    static final Transport NONE = new Transport(59, 0, 0, 0);

    static final Transport UDP = new Transport(IpProtocols.UDP, 0, 0, 0);
    static final Transport TCP = new Transport(IpProtocols.TCP, 0, 0, 0);

    private static final int UDP_LENGTH = 8;
    private static final int UDP_CHECKSUM = 6;
    private static final int TCP_LENGTH = 20;
    private static final int TCP_CHECKSUM = 16;

    Transport with(int sourcePort, int destinationPort, int flags) {
        return new Transport(number, sourcePort, destinationPort, flags);
    }

    /** The header with its checksum, and the payload; a negative {@code falseUdpLength} means the true one. */
    byte[] encode(byte[] source, byte[] destination, byte[] payload, int falseUdpLength) {
        switch (number) {
            case IpProtocols.UDP:
                return checked(source, destination, udp(payload, falseUdpLength), UDP_CHECKSUM);
            case IpProtocols.TCP:
                return checked(source, destination, tcp(payload), TCP_CHECKSUM);
            default:
                return payload;
        }
    }

    private ByteBuffer udp(byte[] payload, int falseLength) {
        int length = UDP_LENGTH + payload.length;
        ByteBuffer datagram = ByteBuffer.allocate(length);
        datagram.putShort((short) sourcePort).putShort((short) destinationPort);
        datagram.putShort((short) (falseLength < 0 ? length : falseLength)).putShort((short) 0);
        return datagram.put(payload);
    }

    private ByteBuffer tcp(byte[] payload) {
        ByteBuffer segment = ByteBuffer.allocate(TCP_LENGTH + payload.length);
        segment.putShort((short) sourcePort).putShort((short) destinationPort);
        segment.putInt(1).putInt(0);
        segment.put((byte) (TCP_LENGTH / 4 << 4)).put((byte) flags).putShort((short) 0xFFFF);
        return segment.putInt(0).put(payload);
    }

    private byte[] checked(byte[] source, byte[] destination, ByteBuffer segment, int checksumOffset) {
        int length = segment.capacity();
        ByteBuffer whole = ByteBuffer.allocate(source.length + destination.length + 8 + length);
        whole.put(source).put(destination).putInt(length).putInt(number).put(segment.array());
        int sum = Checksum.of(whole.array());
        // in UDP 0 means "no checksum", and its other form is sent instead (RFC 768)
        segment.putShort(checksumOffset, (short) (sum == 0 ? 0xFFFF : sum));
        return segment.array();
    }
}
