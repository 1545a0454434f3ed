package org.sekimori.control.inline.line;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A PPPoE session (RFC 2516) with IPv4, IPv6 and LCP in it; ARP has no place there.
 *
 * <pre>
 *  0 version 1, type 1   1 code 0   2 session   4 length   6 PPP protocol   8 packet
 * </pre>
 *
 * @param peer the MAC address at the far end of the session, to which all frames go
 */
record PppoeSession(int session, byte[] peer) implements Encapsulation {
    private static final int ETHER_TYPE = 0x8864;
    private static final short VERSION_TYPE_CODE = 0x1100;
    private static final int HEADER_LENGTH = 6;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_LCP = 0xC021;

    @Override
    public Optional<byte[]> wrap(byte[] frame) {
        int protocol = protocol(Ethernet.etherType(frame));
        if (protocol == 0) {
            return Optional.empty();
        }
        byte[] packet = Ethernet.payload(frame);
        ByteBuffer payload = ByteBuffer.allocate(HEADER_LENGTH + Short.BYTES + packet.length);
        payload.putShort(VERSION_TYPE_CODE).putShort((short) session);
        payload.putShort((short) (Short.BYTES + packet.length)).putShort((short) protocol);
        payload.put(packet);
        return Optional.of(Ethernet.frame(peer, Ethernet.source(frame), ETHER_TYPE, payload.array()));
    }

    @Override
    public Optional<byte[]> unwrap(byte[] frame) {
        if (Ethernet.etherType(frame) != ETHER_TYPE) {
            return Optional.empty();
        }
        ByteBuffer payload = ByteBuffer.wrap(Ethernet.payload(frame));
        if (payload.getShort() != VERSION_TYPE_CODE || (payload.getShort() & 0xFFFF) != session) {
            return Optional.empty();
        }
        byte[] packet = new byte[(payload.getShort() & 0xFFFF) - Short.BYTES];
        int etherType = etherType(payload.getShort() & 0xFFFF);
        payload.get(packet);
        return Optional.of(Ethernet.frame(Ethernet.destination(frame), Ethernet.source(frame), etherType, packet));
    }

    private static int protocol(int etherType) {
        return switch (etherType) {
            case Ethernet.IPV4 -> PPP_IPV4;
            case Ethernet.IPV6 -> PPP_IPV6;
            case Ethernet.PPP -> PPP_LCP;
            default -> 0;
        };
    }

    private static int etherType(int protocol) {
        return switch (protocol) {
            case PPP_IPV4 -> Ethernet.IPV4;
            case PPP_IPV6 -> Ethernet.IPV6;
            case PPP_LCP -> Ethernet.PPP;
            default -> throw new IllegalStateException("PPP protocol " + Integer.toHexString(protocol));
        };
    }
}
