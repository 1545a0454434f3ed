package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.sekimori.dataplane.frame.FrameBuilder;

/** What the shipped policy drops and lets pass, over real wires, behind every plain encapsulation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShippedPolicyIT {
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private InlineBox inline;

    @BeforeAll
    void start() {
        inline = new InlineBox().run();
    }

    @AfterAll
    void stop() {
        if (inline != null) {
            inline.close();
        }
    }

    @Test
    void shouldDropAttacksAndPassTheRestInbound() {
        List<byte[]> attacks = new ArrayList<>();
        List<byte[]> honest = new ArrayList<>();
        for (UnaryOperator<FrameBuilder> line : lines()) {
            attacks.addAll(attacks(line));
            honest.addAll(honest(line));
        }
        List<byte[]> sent = new ArrayList<>(attacks);
        sent.addAll(honest);
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            inline.sendFromWan(sent);
            assertThat(atLan.await(honest.size())).containsExactlyElementsOf(honest);
        }
    }

    @Test
    void shouldPassTheSameFramesOutbound() {
        List<byte[]> sent = new ArrayList<>();
        for (UnaryOperator<FrameBuilder> line : lines()) {
            sent.addAll(attacks(line));
            sent.addAll(honest(line));
        }
        try (FrameCapture atWan = FrameCapture.start(inline.wan, "wanh0")) {
            inline.sendFromLan(sent);
            assertThat(atWan.await(sent.size())).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void shouldDeliverADnsAnswerToEveryPortARebindingResolverMayUse() {
        byte[] answer = dns(true);
        List<byte[]> sent = IntStream.rangeClosed(1024, 65535)
                .mapToObj(port -> FrameBuilder.frame()
                        .ipv4("198.51.100.53", "192.0.2.9")
                        .udp(53, port)
                        .payload(answer)
                        .bytes())
                .toList();
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0")) {
            for (int from = 0; from < sent.size(); from += 512) {
                int upTo = Math.min(from + 512, sent.size());
                inline.sendFromWan(sent.subList(from, upTo));
            }
            assertThat(atLan.await(sent.size())).hasSize(64512).containsExactlyElementsOf(sent);
        }
    }

    /** IPv4 and IPv6, plain, in a VLAN, and in two. */
    private static List<UnaryOperator<FrameBuilder>> lines() {
        UnaryOperator<FrameBuilder> v4 = f -> f.ipv4("203.0.113.66", "192.0.2.9");
        UnaryOperator<FrameBuilder> v6 = f -> f.ipv6("2001:db8:bad::66", "2001:db8::9");
        List<UnaryOperator<FrameBuilder>> lines = new ArrayList<>();
        for (UnaryOperator<FrameBuilder> ip : List.of(v4, v6)) {
            lines.add(ip);
            lines.add(f -> ip.apply(f.vlan(0x8100, 5)));
            lines.add(f -> ip.apply(f.vlan(0x88A8, 7)));
            lines.add(f -> ip.apply(f.vlan(0x8100, 5).vlan(0x8100, 6)));
            lines.add(f -> ip.apply(f.vlan(0x88A8, 7).vlan(0x8100, 6)));
        }
        return lines;
    }

    private static List<byte[]> attacks(UnaryOperator<FrameBuilder> line) {
        return List.of(
                on(line).udp(40000, 389).payload("rootDSE").bytes(),
                on(line).udp(40000, 53).payload(dns(false)).bytes(),
                on(line).udp(123, 123).payload(ntp(3)).bytes(),
                on(line).udp(40000, 123).payload(ntp(6)).bytes(),
                on(line).udp(40000, 123).payload(ntp(7)).bytes(),
                on(line).udp(40000, 1900).payload("M-SEARCH * HTTP/1.1\r\n").bytes(),
                on(line).udp(40000, 1900).payload("notify * HTTP/1.1\r\n").bytes(),
                on(line).tcp(40000, 445, SYN).bytes(),
                on(line).tcp(40000, 445, ACK).payload("data").bytes(),
                on(line).tcp(40000, 139, SYN).bytes());
    }

    private static List<byte[]> honest(UnaryOperator<FrameBuilder> line) {
        return List.of(
                on(line).udp(53, 53).payload(dns(true)).bytes(),
                on(line).udp(53, 40000).payload(dns(true)).bytes(),
                on(line).udp(53, 1900).payload(dns(true)).bytes(),
                on(line).udp(123, 123).payload(ntp(4)).bytes(),
                on(line).udp(389, 40000).payload("answer").bytes(),
                on(line).tcp(40000, 53, SYN).bytes(),
                on(line).tcp(445, 40000, SYN | ACK).bytes(),
                on(line).tcp(40000, 80, SYN).bytes(),
                on(line).udp(40000, 445).payload("x").bytes());
    }

    private static FrameBuilder on(UnaryOperator<FrameBuilder> line) {
        return line.apply(FrameBuilder.frame());
    }

    private static byte[] dns(boolean answer) {
        byte[] message = "\0\1\0\0\0\1\0\0\0\0\0\0\7example\3com\0\0\377\0\1".getBytes(StandardCharsets.ISO_8859_1);
        message[2] = (byte) (answer ? 0x84 : 0x01);
        return message;
    }

    private static byte[] ntp(int mode) {
        byte[] message = new byte[48];
        message[0] = (byte) (4 << 3 | mode);
        return message;
    }
}
