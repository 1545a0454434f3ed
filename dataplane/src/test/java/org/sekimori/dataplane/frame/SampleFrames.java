package org.sekimori.dataplane.frame;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One frame of every shape the decoder knows, for tests that cut, spoil or count them. */
public final class SampleFrames {
    static final String WAN4 = "203.0.113.9";
    static final String LAN4 = "192.0.2.1";
    static final String WAN6 = "2001:db8:ffff::9";
    static final String LAN6 = "2001:db8::1";

    private SampleFrames() {}

    static FrameBuilder ipv4() {
        return FrameBuilder.frame().ipv4(WAN4, LAN4);
    }

    static FrameBuilder ipv6() {
        return FrameBuilder.frame().ipv6(WAN6, LAN6);
    }

    /** A DNS message of that length, with or without the response bit. */
    static byte[] dns(int length, boolean response) {
        byte[] message = new byte[length];
        if (length > 2) {
            message[2] = (byte) (response ? 0x81 : 0x01);
        }
        return message;
    }

    /** An NTP message of that length, version 4. */
    static byte[] ntp(int length, int mode) {
        byte[] message = new byte[length];
        if (length > 0) {
            message[0] = (byte) (4 << 3 | mode);
        }
        return message;
    }

    static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** One frame of every shape, tunnels among them. */
    public static List<byte[]> all() {
        List<byte[]> frames = new ArrayList<>(plain());
        frames.addAll(SampleTunnels.all());
        return frames;
    }

    private static List<byte[]> plain() {
        return Arrays.asList(
                ipv4().udp(40000, 53).payload(dns(30, false)).bytes(),
                ipv4().udp(53, 53).payload(dns(30, true)).padTo(90).bytes(),
                ipv4().udp(123, 123).payload(ntp(48, 4)).bytes(),
                ipv4().udp(40000, 123).payload(ntp(8, 7)).padTo(60).bytes(),
                ipv4().udp(40000, 1900).payload(" \r\nm-search * HTTP/1.1\r\n").bytes(),
                ipv4().udp(53, 1900).payload(dns(40, true)).falseUdpLength(3).bytes(),
                ipv4().tcp(40000, 445, 0x02).bytes(),
                ipv4().tcp(40000, 139, 0x18).payload("data").falseIpLength(0).bytes(),
                ipv4().ipv4Options(new byte[40]).udp(1, 389).payload("query").bytes(),
                ipv4().fragment(7, 0, true).udp(1, 53).payload(dns(32, false)).bytes(),
                ipv4().fragment(7, 1480, false)
                        .protocol(17)
                        .payload("the rest of it")
                        .bytes(),
                ipv4().protocol(1).payload("ping").bytes(),
                ipv6().udp(40000, 53).payload(dns(30, false)).bytes(),
                ipv6().tcp(40000, 445, 0x12).falseIpLength(0).bytes(),
                ipv6().protocol(58).payload("solicitation").bytes(),
                ipv6().fragmentHeader(9, 0, false)
                        .udp(1, 123)
                        .payload(ntp(48, 3))
                        .bytes(),
                ipv6().fragmentHeader(9, 64, true).protocol(17).payload("part").bytes(),
                everyExtension().udp(1, 1900).payload("NOTIFY * HTTP/1.1\r\n").bytes(),
                FrameBuilder.frame()
                        .vlan(0x8100, 5)
                        .ipv4(WAN4, LAN4)
                        .udp(9, 53)
                        .payload(dns(12, true))
                        .bytes(),
                FrameBuilder.frame()
                        .vlan(0x88A8, 5)
                        .vlan(0x8100, 6)
                        .ipv6(WAN6, LAN6)
                        .tcp(9, 139, 2)
                        .bytes(),
                tagged(8)
                        .ipv4(WAN4, LAN4)
                        .udp(9, 1900)
                        .payload("HTTP/1.1 200 OK\r\n")
                        .bytes(),
                tagged(9).ipv4(WAN4, LAN4).udp(9, 1900).bytes(),
                FrameBuilder.frame()
                        .etherType(0x0806)
                        .payload("arp, arp, arp")
                        .padTo(60)
                        .bytes(),
                FrameBuilder.frame()
                        .etherType(0x0026)
                        .payload("spanning tree")
                        .padTo(60)
                        .bytes());
    }

    static FrameBuilder everyExtension() {
        return ipv6().extension(IpProtocols.HOP_BY_HOP, 8)
                .extension(IpProtocols.DESTINATION_OPTIONS, 24)
                .extension(IpProtocols.ROUTING, 16)
                .fragmentHeader(9, 0, true)
                .extension(IpProtocols.AUTHENTICATION, 24)
                .extension(IpProtocols.MOBILITY, 8)
                .extension(IpProtocols.HOST_IDENTITY, 8)
                .extension(IpProtocols.SHIM6, 8);
    }

    /** That many VLAN tags, their TPIDs taking turns. */
    static FrameBuilder tagged(int count) {
        FrameBuilder frame = FrameBuilder.frame();
        int[] tpids = {EtherTypes.VLAN, EtherTypes.SERVICE_VLAN, EtherTypes.OLD_SERVICE_VLAN};
        for (int i = 0; i < count; i++) {
            frame.vlan(tpids[i % tpids.length], i);
        }
        return frame;
    }
}
