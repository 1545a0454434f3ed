package org.sekimori.dataplane.ebpf.policy;

import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.sekimori.dataplane.frame.FrameBuilder;

/** What the shipped policy stops, in all that a line wraps it in, and what it must let through. */
final class GuardedFrames {
    private static final byte[] CLDAP = {0x30, 9, 2, 1, 1, 0x63, 4, 0, 0, 0, 0};
    private static final int NO_LENGTH = 0;
    private static final int SYN = 2;
    private static final int ACK = 16;

    private GuardedFrames() {}

    /** What would be answered, by name. */
    static Map<String, byte[]> all() {
        Map<String, byte[]> frames = new LinkedHashMap<>();
        requests()
                .forEach((service, request) -> wrappings()
                        .forEach((wrapping, packet) -> frames.put(
                                service + ", " + wrapping,
                                request.apply(packet.get()).padTo(60).bytes())));
        requests()
                .forEach((service, request) -> tunnels().forEach((tunnel, outer) -> {
                    frames.put(
                            service + ", IPv4 in " + tunnel,
                            outer.get().carrying(request.apply(inner4())).bytes());
                    frames.put(
                            service + ", IPv6 in " + tunnel,
                            outer.get().carrying(request.apply(inner6())).bytes());
                    FrameBuilder cut = request.apply(inner4()).falseIpLength(1_400);
                    frames.put(
                            service + ", IPv4 that goes on behind " + tunnel,
                            outer.get().carrying(cut).bytes());
                }));
        return frames;
    }

    private static Map<String, UnaryOperator<FrameBuilder>> requests() {
        Map<String, UnaryOperator<FrameBuilder>> requests = new LinkedHashMap<>();
        requests.put("CLDAP", packet -> packet.udp(4_000, 389).payload(CLDAP));
        requests.put("DNS", packet -> packet.udp(4_000, 53).payload(message(40, 2, 0x01)));
        requests.put("NTP", packet -> packet.udp(4_000, 123).payload(message(48, 0, 0x23)));
        requests.put("monlist", packet -> packet.udp(4_000, 123).payload(message(8, 0, 0x17)));
        requests.put("SSDP", packet -> packet.udp(4_000, 1_900).payload("M-SEARCH * HTTP/1.1\r\n"));
        requests.put(
                "SSDP behind white space", packet -> packet.udp(4_000, 1_900).payload("\r\nM-SEARCH * HTTP/1.1"));
        requests.put("SMB", packet -> packet.tcp(4_000, 445, SYN));
        requests.put("SMB, established", packet -> packet.tcp(4_000, 445, ACK));
        requests.put("NetBIOS", packet -> packet.tcp(4_000, 139, SYN));
        return requests;
    }

    private static Map<String, Supplier<FrameBuilder>> wrappings() {
        Map<String, Supplier<FrameBuilder>> packets = new LinkedHashMap<>();
        packets.put("plain", () -> ipv4(FrameBuilder.frame()));
        packets.put("IPv6", () -> ipv6(FrameBuilder.frame()));
        packets.put("VLAN", () -> ipv4(FrameBuilder.frame().vlan(0x8100, 5)));
        packets.put("VLAN, IPv6", () -> ipv6(FrameBuilder.frame().vlan(0x8100, 5)));
        packets.put("QinQ", () -> ipv4(FrameBuilder.frame().vlan(0x88A8, 5).vlan(0x8100, 6)));
        packets.put(
                "four tags",
                () -> ipv6(FrameBuilder.frame()
                        .vlan(0x88A8, 5)
                        .vlan(0x8100, 6)
                        .vlan(0x9100, 7)
                        .vlan(0x8100, 8)));
        packets.put("PPPoE", () -> ipv4(FrameBuilder.frame().pppoe(7)));
        packets.put("PPPoE, IPv6", () -> ipv6(FrameBuilder.frame().pppoe(7)));
        packets.put("PPPoE, compressed", () -> ipv4(FrameBuilder.frame().pppoeCompressed(7)));
        packets.put(
                "VLAN, PPPoE", () -> ipv4(FrameBuilder.frame().vlan(0x8100, 5).pppoe(7)));
        packets.put("options", () -> ipv4(FrameBuilder.frame()).ipv4Options(new byte[40]));
        packets.put("without a length", () -> ipv4(FrameBuilder.frame()).falseIpLength(NO_LENGTH));
        packets.put("IPv6 without a length", () -> ipv6(FrameBuilder.frame()).falseIpLength(NO_LENGTH));
        packets.put(
                "extensions", () -> ipv6(FrameBuilder.frame()).extension(0, 8).extension(60, 24));
        packets.put("atomic fragment", () -> ipv6(FrameBuilder.frame()).fragmentHeader(9, 0, false));
        packets.put("first fragment", () -> ipv4(FrameBuilder.frame()).fragment(9, 0, true));
        packets.put("first fragment, IPv6", () -> ipv6(FrameBuilder.frame()).fragmentHeader(9, 0, true));
        packets.put(
                "first fragment, PPPoE",
                () -> ipv4(FrameBuilder.frame().pppoe(7)).fragment(9, 0, true));
        packets.put(
                "first fragment, extensions",
                () -> ipv6(FrameBuilder.frame())
                        .extension(60, 8)
                        .fragmentHeader(9, 0, true)
                        .extension(60, 8));
        return packets;
    }

    private static Map<String, Supplier<FrameBuilder>> tunnels() {
        Map<String, Supplier<FrameBuilder>> outer = new LinkedHashMap<>();
        outer.put("IPv6", () -> ipv6(FrameBuilder.frame()));
        outer.put("IPv4", () -> ipv4(FrameBuilder.frame()));
        outer.put("IPv6 behind a tag", () -> ipv6(FrameBuilder.frame().vlan(0x8100, 5)));
        outer.put("a first fragment of IPv6", () -> ipv6(FrameBuilder.frame()).fragmentHeader(9, 0, true));
        outer.put("a first fragment of IPv4", () -> ipv4(FrameBuilder.frame()).fragment(9, 0, true));
        return outer;
    }

    private static FrameBuilder ipv4(FrameBuilder frame) {
        return frame.ipv4("198.51.100.7", "192.0.2.9");
    }

    private static FrameBuilder ipv6(FrameBuilder frame) {
        return frame.ipv6("2001:db8:ffff::7", "2001:db8::9");
    }

    private static FrameBuilder inner4() {
        return ipv4(FrameBuilder.frame());
    }

    private static FrameBuilder inner6() {
        return ipv6(FrameBuilder.frame());
    }

    /** What passes whatever the fail mode, by name. */
    static Map<String, byte[]> honest() {
        Map<String, byte[]> frames = new LinkedHashMap<>();
        frames.put(
                "DNS answer",
                inner4().udp(53, 4_000).payload(message(40, 2, 0x81)).bytes());
        frames.put(
                "DNS answer to port 53",
                inner4().udp(53, 53).payload(message(40, 2, 0x81)).bytes());
        frames.put(
                "NTP answer",
                inner6().udp(123, 123).payload(message(48, 0, 0x24)).bytes());
        frames.put(
                "DNS answer to port 1900",
                inner4().udp(53, 1_900).payload(message(40, 2, 0x81)).bytes());
        frames.put("HTTPS", inner4().tcp(4_000, 443, SYN).padTo(60).bytes());
        frames.put("DNS over TCP", inner6().tcp(4_000, 53, SYN).bytes());
        frames.put("DS-Lite", inner6().carrying(inner4().tcp(443, 4_000, ACK)).bytes());
        frames.put(
                "first fragment of an answer",
                inner4().fragment(9, 0, true)
                        .udp(53, 4_000)
                        .payload(message(40, 2, 0x81))
                        .bytes());
        frames.put(
                "later fragment",
                inner4().fragment(9, 1_480, false)
                        .protocol(17)
                        .payload(new byte[40])
                        .bytes());
        frames.put(
                "later fragment, IPv6",
                inner6().fragmentHeader(9, 1_448, false)
                        .protocol(17)
                        .payload(new byte[40])
                        .bytes());
        frames.put(
                "ARP",
                FrameBuilder.frame().etherType(0x0806).payload(new byte[46]).bytes());
        frames.put(
                "LLDP",
                FrameBuilder.frame().etherType(0x88CC).payload(new byte[46]).bytes());
        frames.put(
                "PPPoE discovery",
                FrameBuilder.frame().etherType(0x8863).payload(new byte[46]).bytes());
        byte[] link = HexFormat.of().parseHex("11000007000ac0210901000800000000");
        frames.put(
                "LCP in PPPoE",
                FrameBuilder.frame().etherType(0x8864).payload(link).padTo(60).bytes());
        return frames;
    }

    private static byte[] message(int length, int place, int value) {
        byte[] message = new byte[length];
        message[place] = (byte) value;
        return message;
    }
}
