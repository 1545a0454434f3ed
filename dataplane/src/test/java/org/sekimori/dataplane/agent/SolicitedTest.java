package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.frame.FrameBuilder;

/** What policies that ask the memory make of conversations. */
class SolicitedTest {
    private static final String SHIELD = """
            orphans: {inbound: drop}
            rules:
              - name: reflection
                direction: inbound
                protocol: udp
                source-ports: [19, 53, 123, 389, 1900, 11211]
                match: unsolicited
            """;
    private static final String CLOSED = """
            defaults: {inbound: drop}
            rules:
              - {name: answers, direction: inbound, match: solicited, action: pass}
              - {name: mail, direction: inbound, protocol: tcp, destination-ports: 25, action: pass}
            """;
    private static final String OUTSIDE = "198.51.100.53";
    private static final String INSIDE = "203.0.113.10";
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int UDP = 17;

    private JudgeBench bench = JudgeBench.of(SHIELD);

    @Test
    void shouldLetInJustWhatWasAskedFor() {
        assertThat(bench.inbound(answer(4000))).isEqualTo("drop reflection");
        assertThat(bench.outbound(query(4000))).isEqualTo("pass");
        assertThat(bench.inbound(answer(4000))).isEqualTo("pass");
        assertThat(bench.inbound(answer(4001))).isEqualTo("drop reflection");
        assertThat(bench.inbound(from("198.51.100.54").udp(53, 4000).payload(dns(0x81))))
                .isEqualTo("drop reflection");
    }

    @Test
    void shouldForgetTheQuestionInTime() {
        bench.outbound(query(4000));
        bench.passSeconds(120);
        assertThat(bench.inbound(answer(4000))).isEqualTo("drop reflection");
    }

    /** The answers of a server inside that is abused open no door for its victim's. */
    @Test
    void shouldTakeNoAnswerForAQuestion() {
        assertThat(bench.outbound(to().udp(53, 53).payload(dns(0x80)))).isEqualTo("pass");
        assertThat(bench.inbound(from().udp(53, 53).payload(dns(0x80)))).isEqualTo("drop reflection");
    }

    @Test
    void shouldTakeNoRequestForAnAnswer() {
        bench.outbound(to().udp(123, 123).payload(ntp(3)));
        assertThat(bench.inbound(from().udp(123, 123).payload(ntp(3)))).isEqualTo("drop reflection");
        assertThat(bench.inbound(from().udp(123, 123).payload(ntp(4)))).isEqualTo("pass");
    }

    /** Some clients ask from whatever port they find, 1900 among them. */
    @Test
    void shouldKnowAQuestionThatComesFromAnotherServicesPort() {
        bench.outbound(query(1900));
        assertThat(bench.inbound(answer(1900))).isEqualTo("pass");
        bench.outbound(to().udp(1900, 1900).payload("HTTP/1.1 200 OK\r\n"));
        assertThat(bench.inbound(from().udp(1900, 1900).payload("HTTP/1.1 200 OK\r\n")))
                .isEqualTo("drop reflection");
        bench.outbound(to().udp(4000, 1900).payload("M-SEARCH * HTTP/1.1\r\n"));
        assertThat(bench.inbound(from().udp(1900, 4000).payload("HTTP/1.1 200 OK\r\n")))
                .isEqualTo("pass");
    }

    @Test
    void shouldLetInTheFragmentsOfASolicitedAnswer() {
        bench.outbound(query(4000));
        assertThat(bench.inbound(rest(6))).isEqualTo("drop (fragment-orphan)");
        assertThat(bench.inbound(from().fragment(7, 0, true).udp(53, 4000).payload(large())))
                .isEqualTo("pass");
        assertThat(bench.inbound(rest(7))).isEqualTo("pass (fragment)");
        assertThat(bench.inbound(from().fragment(8, 0, true).udp(53, 4001).payload(large())))
                .isEqualTo("drop reflection");
        assertThat(bench.inbound(rest(8))).isEqualTo("drop reflection (fragment)");
    }

    @Test
    void shouldRememberWhatAskedInATunnel() {
        assertThat(bench.outbound(tunnel("2001:db8::1", "2001:db8::2", query(4000))))
                .isEqualTo("pass");
        assertThat(bench.inbound(tunnel("2001:db8::2", "2001:db8::1", answer(4000))))
                .isEqualTo("pass");
        assertThat(bench.inbound(tunnel("2001:db8::2", "2001:db8::1", answer(4001))))
                .isEqualTo("drop reflection");
    }

    @Test
    void shouldRememberAllLayersThatCanBeDecodedAndNoMore() {
        FrameBuilder deep = query(4000);
        for (int i = 0; i < 16; i++) {
            deep = FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").carrying(deep);
        }
        assertThat(bench.outbound(deep)).isEqualTo("pass (undecodable-layers)");
        assertThat(bench.inbound(answer(4000))).isEqualTo("drop reflection");
    }

    /** A tunnel with nothing inside that can be judged is remembered by its own addresses. */
    @Test
    void shouldRememberATunnelThatCarriesNoIp() {
        bench = JudgeBench.of(CLOSED);
        byte[] nothing = new byte[8];
        assertThat(bench.outbound(to().gre(0, 0x0806, nothing))).isEqualTo("pass");
        assertThat(bench.inbound(from().gre(0, 0x0806, nothing))).isEqualTo("pass answers");
        assertThat(bench.inbound(from("198.51.100.54").gre(0, 0x0806, nothing))).isEqualTo("drop");
    }

    /** What the policy itself keeps inside asked nobody. */
    @Test
    void shouldRememberNothingThatWasDropped() {
        bench = JudgeBench.of(SHIELD + "  - {name: stay, direction: outbound, protocol: udp, destination-ports: 53}\n");
        assertThat(bench.outbound(query(4000))).isEqualTo("drop stay");
        assertThat(bench.inbound(answer(4000))).isEqualTo("drop reflection");
    }

    @Test
    void shouldOpenAClosedDoorForAnswersOnly() {
        bench = JudgeBench.of(CLOSED);
        assertThat(bench.inbound(from().tcp(443, 5000, SYN | ACK))).isEqualTo("drop");
        bench.outbound(to().tcp(5000, 443, SYN));
        assertThat(bench.inbound(from().tcp(443, 5000, SYN | ACK))).isEqualTo("pass answers");
        assertThat(bench.inbound(from().tcp(443, 5000, ACK))).isEqualTo("pass answers");
        assertThat(bench.inbound(from().tcp(443, 5000, SYN))).isEqualTo("drop");
        assertThat(bench.inbound(from().tcp(4000, 25, SYN))).isEqualTo("pass mail");
        assertThat(bench.inbound(from().tcp(4000, 22, SYN))).isEqualTo("drop");
    }

    @Test
    void shouldBelieveRepliesWhileTheGraceLasts() {
        bench = JudgeBench.of("solicited: {grace: 60s}\n" + SHIELD);
        assertThat(bench.inbound(answer(4000))).isEqualTo("pass");
        assertThat(bench.inbound(from().udp(53, 4000).payload(dns(0)))).isEqualTo("drop reflection");
        bench.passSeconds(61);
        assertThat(bench.inbound(answer(4000))).isEqualTo("drop reflection");
    }

    /** Nobody followed flows under the policy before, so the grace begins with the one that does. */
    @Test
    void shouldBeginTheGraceWhenAPolicyBeginsToAsk() {
        bench = JudgeBench.of("rules: []");
        bench.outbound(query(4000));
        bench.passSeconds(1000);
        bench.swap("solicited: {grace: 60s}\n" + SHIELD);
        assertThat(bench.inbound(answer(4000))).isEqualTo("pass");
        bench.passSeconds(61);
        assertThat(bench.inbound(answer(4000))).isEqualTo("drop reflection");
    }

    /** The policy before asked about answers from services only, so what went out elsewhere wasn't followed. */
    @Test
    void shouldBeginTheGraceAnewWhenAPolicyAsksAboutMore() {
        bench.outbound(to().tcp(5000, 443, SYN));
        bench.passSeconds(1000);
        bench.swap("solicited: {grace: 60s}\n" + CLOSED);
        assertThat(bench.inbound(from().tcp(443, 5000, SYN))).isEqualTo("drop");
        assertThat(bench.inbound(from().tcp(443, 5000, ACK))).isEqualTo("pass answers");
        bench.passSeconds(61);
        assertThat(bench.inbound(from().tcp(443, 5000, ACK))).isEqualTo("drop");
    }

    @Test
    void shouldFollowOnlyWhatSomeRuleMayAskAbout() {
        bench.outbound(to().tcp(5000, 443, SYN));
        bench.outbound(to().udp(4000, 443).payload("a question"));
        assertThat(bench.flows()).isZero();
        bench.outbound(query(4000));
        assertThat(bench.flows()).isEqualTo(1);
    }

    @Test
    void shouldKeepFlowsWhenThePolicyIsSwapped() {
        bench.outbound(query(4000));
        bench.swap(SHIELD.replace("reflection", "renamed"));
        assertThat(bench.inbound(answer(4000))).isEqualTo("pass");
        assertThat(bench.inbound(answer(4001))).isEqualTo("drop renamed");
    }

    @Test
    void shouldOnlyWatchWhereTheWholePolicyDoes() {
        bench = JudgeBench.of("mode: monitor\n" + SHIELD);
        assertThat(bench.inbound(answer(4000))).isEqualTo("pass reflection");
        int rule = bench.counters().ruleNames().indexOf("reflection");
        assertThat(bench.counters().rule(rule, Kind.MONITORED)).isEqualTo(1);
        assertThat(bench.counters().rule(rule, Kind.DROPPED)).isZero();
        assertThat(bench.counters().rule(rule, Kind.PASSED)).isZero();
    }

    private static FrameBuilder to() {
        return FrameBuilder.frame().ipv4(INSIDE, OUTSIDE);
    }

    private static FrameBuilder from() {
        return from(OUTSIDE);
    }

    private static FrameBuilder from(String source) {
        return FrameBuilder.frame().ipv4(source, INSIDE);
    }

    private static FrameBuilder query(int port) {
        return to().udp(port, 53).payload(dns(0x01));
    }

    private static FrameBuilder answer(int port) {
        return from().udp(53, port).payload(dns(0x81));
    }

    private static FrameBuilder rest(int id) {
        return from().fragment(id, 1480, false).protocol(UDP).payload(new byte[100]);
    }

    private static FrameBuilder tunnel(String source, String destination, FrameBuilder inner) {
        return FrameBuilder.frame().ipv6(source, destination).carrying(inner);
    }

    private static byte[] dns(int flags) {
        byte[] message = new byte[40];
        message[2] = (byte) flags;
        return message;
    }

    private static byte[] large() {
        byte[] message = new byte[1472];
        message[2] = (byte) 0x81;
        return message;
    }

    private static byte[] ntp(int mode) {
        byte[] message = new byte[48];
        message[0] = (byte) (4 << 3 | mode);
        return message;
    }
}
