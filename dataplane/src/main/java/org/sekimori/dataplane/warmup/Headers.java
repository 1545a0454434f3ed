package org.sekimori.dataplane.warmup;

import java.nio.ByteBuffer;

/** Headers put before what they carry, without checksums, which the box doesn't look at. */
final class Headers {
    static final int IPV4 = 0x0800;
    static final int IPV6 = 0x86DD;
    static final int PPPOE = 0x8864;
    static final int TCP = 6;
    static final int UDP = 17;
    static final int IPV4_IN_IP = 4;

    private static final int ETHERNET_LENGTH = 14;
    private static final int PPPOE_LENGTH = 8;
    private static final int PPP_LENGTH = 2;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int UDP_LENGTH = 8;
    private static final int TCP_LENGTH = 20;
    private static final int TIME_TO_LIVE = 64;
    private static final int WITHOUT_FRAGMENT = 0x4000;

    /** Where the site is, and where all others are: 192.0.2.0/24 and 198.51.100.0/24, 2001:db8:1::/48 and 2001:db8:2::/48. */
    private static final int SITE = 0xC0000200;

    private static final int WORLD = 0xC6336400;
    private static final long SITE_IPV6 = 0x20010DB8_00010000L;
    private static final long WORLD_IPV6 = 0x20010DB8_00020000L;

    private Headers() {}

    static byte[] ethernet(int type, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_LENGTH + payload.length);
        frame.putInt(0x02000000).putShort((short) 2).putInt(0x02000000).putShort((short) 1);
        return frame.putShort((short) type).put(payload).array();
    }

    static byte[] tagged(int type, byte[] payload) {
        byte[] behind = ByteBuffer.allocate(Integer.BYTES + payload.length)
                .putShort((short) 1)
                .putShort((short) type)
                .put(payload)
                .array();
        return ethernet(0x8100, behind);
    }

    static byte[] pppoe(boolean ipv6, byte[] packet) {
        ByteBuffer session = ByteBuffer.allocate(PPPOE_LENGTH - PPP_LENGTH + PPP_LENGTH + packet.length);
        session.putShort((short) 0x1100).putShort((short) 1).putShort((short) (PPP_LENGTH + packet.length));
        return ethernet(
                PPPOE,
                session.putShort((short) (ipv6 ? 0x57 : 0x21)).put(packet).array());
    }

    /** A packet to or from the site, of the outside host with that number. */
    static byte[] ipv4(boolean inbound, int host, int fragmentWord, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(IPV4_LENGTH + payload.length);
        packet.putShort((short) 0x4500)
                .putShort((short) (IPV4_LENGTH + payload.length))
                .putShort((short) host)
                .putShort((short) fragmentWord)
                .put((byte) TIME_TO_LIVE)
                .put((byte) protocol)
                .putShort((short) 0);
        int outside = WORLD | host & 0xFF;
        packet.putInt(inbound ? outside : SITE | 1).putInt(inbound ? SITE | 1 : outside);
        return packet.put(payload).array();
    }

    static byte[] ipv4(boolean inbound, int host, int protocol, byte[] payload) {
        return ipv4(inbound, host, WITHOUT_FRAGMENT, protocol, payload);
    }

    static byte[] ipv6(boolean inbound, int host, int protocol, byte[] payload) {
        ByteBuffer packet = ByteBuffer.allocate(IPV6_LENGTH + payload.length);
        packet.putInt(0x60000000)
                .putShort((short) payload.length)
                .put((byte) protocol)
                .put((byte) TIME_TO_LIVE);
        long from = inbound ? WORLD_IPV6 : SITE_IPV6;
        long to = inbound ? SITE_IPV6 : WORLD_IPV6;
        return packet.putLong(from)
                .putLong(host)
                .putLong(to)
                .putLong(host)
                .put(payload)
                .array();
    }

    static byte[] udp(int from, int to, byte[] payload) {
        ByteBuffer datagram = ByteBuffer.allocate(UDP_LENGTH + payload.length);
        datagram.putShort((short) from).putShort((short) to).putShort((short) (UDP_LENGTH + payload.length));
        return datagram.putShort((short) 0).put(payload).array();
    }

    static byte[] tcp(int from, int to, int flags, byte[] payload) {
        ByteBuffer segment = ByteBuffer.allocate(TCP_LENGTH + payload.length);
        segment.putShort((short) from).putShort((short) to).putLong(0).putShort((short) (0x5000 | flags));
        return segment.putShort((short) 0xFFFF).putInt(0).put(payload).array();
    }
}
