package org.sekimori.dataplane.frame;

import static org.sekimori.dataplane.frame.SampleFrames.LAN4;
import static org.sekimori.dataplane.frame.SampleFrames.LAN6;
import static org.sekimori.dataplane.frame.SampleFrames.WAN4;
import static org.sekimori.dataplane.frame.SampleFrames.WAN6;
import static org.sekimori.dataplane.frame.SampleFrames.dns;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;
import static org.sekimori.dataplane.frame.SampleFrames.ntp;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** One frame of every wrapping and every tunnel the decoder knows. */
final class SampleTunnels {
    private SampleTunnels() {}

    static List<byte[]> all() {
        return Stream.of(wrapped(), tunnelled(), nested(), fragments(), messages())
                .flatMap(List::stream)
                .map(FrameBuilder::bytes)
                .toList();
    }

    private static FrameBuilder query4(FrameBuilder frame) {
        return frame.ipv4(WAN4, LAN4).udp(9, 53).payload(dns(20, false));
    }

    private static FrameBuilder query6(FrameBuilder frame) {
        return frame.ipv6(WAN6, LAN6).udp(9, 53).payload(dns(20, true));
    }

    private static FrameBuilder frame() {
        return FrameBuilder.frame();
    }

    private static List<FrameBuilder> wrapped() {
        return List.of(
                query4(frame().pppoe(7)),
                query6(frame().pppoeCompressed(7)),
                frame().pppoe(7).etherType(0xC021).payload("link control"),
                query4(frame().snap(0)),
                query6(frame().vlan(0x8100, 5).snap(0xF8)),
                query4(frame().llcIpv4()),
                query4(frame().mpls(16)),
                query6(frame().mpls(16).mpls(17).mpls(18)),
                query4(frame().mpls(16).innerEthernet(true)),
                query6(frame().mpls(16).innerEthernet(false).vlan(0x8100, 1)),
                query4(frame().extenderTag().vlan(0x88A8, 1).pppoe(3)),
                query6(frame().vlan(0x9100, 1).vlan(0x8100, 2).pppoe(3).mpls(4)),
                query4(labels(16)),
                query4(labels(17)));
    }

    private static FrameBuilder labels(int count) {
        FrameBuilder frame = frame();
        for (int i = 0; i < count; i++) {
            frame.mpls(i);
        }
        return frame;
    }

    private static List<FrameBuilder> tunnelled() {
        return List.of(
                ipv6().carrying(query4(frame())),
                ipv4().carrying(query6(frame())),
                ipv4().carrying(query4(frame())),
                ipv6().extension(IpProtocols.DESTINATION_OPTIONS, 8).carrying(query6(frame())),
                ipv4().gre(0, query4(frame())),
                ipv4().gre(0xB000, query6(frame())),
                ipv6().gre(0x2000, query4(frame().mpls(3))),
                ipv4().gre(0, query4(frame().vlan(0x8100, 6))),
                ipv4().gre(0x2000, EtherTypes.ETHERNET, query4(frame()).bytes()),
                ipv4().gre(0x4000, query4(frame())),
                ipv4().gre(0, EtherTypes.WCCP, query4(frame()).packet()),
                ipv4().gre(0x3001, EtherTypes.PPP, ppp(query4(frame()).packet())),
                ipv4().gre(0x3081, EtherTypes.PPP, ppp(query4(frame()).packet())),
                ipv4().gre(0x2081, EtherTypes.PPP),
                ipv4().etherIp(query6(frame())),
                ipv4().protocol(IpProtocols.MPLS)
                        .payload(labelled(query4(frame()).packet())),
                ipv4().extension(IpProtocols.AUTHENTICATION, 24).udp(9, 389),
                ipv4().extension(IpProtocols.AUTHENTICATION, 12).carrying(query6(frame())));
    }

    private static byte[] ppp(byte[] packet) {
        return prefixed(packet, 0xFF, 0x03, 0x21);
    }

    private static byte[] labelled(byte[] packet) {
        return prefixed(packet, 0, 1, 1, 64);
    }

    static byte[] prefixed(byte[] bytes, int... prefix) {
        byte[] whole = new byte[prefix.length + bytes.length];
        for (int i = 0; i < prefix.length; i++) {
            whole[i] = (byte) prefix[i];
        }
        System.arraycopy(bytes, 0, whole, prefix.length, bytes.length);
        return whole;
    }

    private static List<FrameBuilder> nested() {
        return List.of(
                ipv6().carrying(ipv4().carrying(ipv6().carrying(query4(frame())))),
                deep(16),
                deep(17),
                manyExtensions());
    }

    /** That many IP packets in each other. */
    static FrameBuilder deep(int layers) {
        FrameBuilder packet = query4(frame());
        for (int i = 1; i < layers; i++) {
            packet = ipv4().carrying(packet);
        }
        return packet;
    }

    private static FrameBuilder manyExtensions() {
        FrameBuilder packet = ipv6();
        for (int i = 0; i <= Ipv6ExtensionHeader.MAX_HEADERS; i++) {
            packet.extension(IpProtocols.DESTINATION_OPTIONS, 8);
        }
        return packet.udp(9, 53);
    }

    private static List<FrameBuilder> fragments() {
        byte[] inner = query4(frame()).packet();
        Supplier<FrameBuilder> later = () -> ipv4().protocol(17).payload("8 bytes.");
        return List.of(
                ipv4().fragment(7, 0, true).protocol(4).payload(inner),
                ipv6().fragmentHeader(7, 0, true).protocol(4).payload(inner),
                ipv4().fragment(7, 0, true).gre(0, query6(frame())),
                ipv4().fragment(7, 0, true).tcp(1, 445, 2).payload("0123"),
                later.get().fragment(7, 56, false),
                later.get().fragment(7, 64, true),
                later.get().fragment(7, 65_528, false),
                ipv6().fragmentHeader(7, 0, false).fragmentHeader(7, 0, true).udp(1, 2),
                ipv6().fragmentHeader(7, 0, true).fragmentHeader(8, 0, true).udp(1, 2),
                ipv6().fragmentHeader(7, 0, true).fragmentHeader(8, 128, true).udp(1, 2),
                ipv4().fragment(7, 0, true).protocol(1).payload(new byte[] {8, 0, 0, 0, 1, 2, 0, 0}));
    }

    private static List<FrameBuilder> messages() {
        return List.of(
                ipv4().protocol(1).payload(new byte[] {8, 0, 0, 0, 1, 2, 0, 0}),
                ipv6().protocol(58).payload(new byte[] {(byte) 129, 0, 0, 0, 1, 2, 0, 0}),
                ipv4().udp(123, 40000).payload(ntp(48, 4)),
                ipv4().udp(40000, 389).payload(new byte[] {0x30, 9, 2, 1, 1, 0x63, 4, 0, 0, 0, 0}),
                ipv4().udp(389, 389).payload(new byte[] {0x30, (byte) 0x84, 0, 0, 0, 9, 2, 1, 1, 0x64, 4, 0, 0, 0, 0}),
                ipv4().udp(40000, 161).payload(SnmpSamples.version2(0xA5)),
                ipv6().udp(161, 40000).payload(SnmpSamples.version2(0xA2)),
                ipv4().udp(161, 161).payload(SnmpSamples.version3(0xA8, 0)),
                ipv4().udp(161, 161).payload(SnmpSamples.version3Encrypted(4)));
    }
}
