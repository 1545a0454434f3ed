package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.control.inline.line.Line;
import org.sekimori.control.inline.line.SeenPacket;
import org.sekimori.control.lab.attack.Order;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.server.DnsServer;
import org.sekimori.control.lab.server.TimeServer;

/** Real clients with real servers over every kind of line, and a stranger's attacks over the same lines. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HonestClientsIT {
    private static final int DNS_PORT = 53;
    private static final int NTP_PORT = 123;
    private static final int LARGE_ANSWER_BYTES = 3_000;
    /** Both hosts read one clock; what they find apart is what the way there and back differ by. */
    private static final double LARGEST_OFFSET_SECONDS = 0.2;

    private LineLab lab;
    private DigClient dig;
    private ClockClient clock;

    @BeforeAll
    void start() {
        lab = new LineLab(LineLab.policyWithPartner());
        dig = new DigClient(lab);
        lab.become(Line.PLAIN);
        lab.start(List.of(
                new DnsServer(lab.internet(), "internet-dns", Addresses.SERVER, Addresses.SERVER_V6),
                new TimeServer(lab.internet())));
        clock = ClockClient.start(lab.site());
    }

    @AfterAll
    void stop() {
        if (lab != null) {
            lab.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldAnswerDigFromARandomPort(Line line) {
        lab.become(line);
        dig.expectAddress(Addresses.SERVER);
        dig.expectAddress(Addresses.SERVER_V6);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldAnswerDigFromPort53(Line line) {
        lab.become(line);
        Predicate<SeenPacket> answer =
                packet -> packet.sourcePort() == DNS_PORT && packet.destinationPort() == DNS_PORT;
        try (FrameCapture atSite = lab.watchSite()) {
            dig.expectAddress(Addresses.SERVER, "-b", Addresses.CAMERA + "#53");
            dig.expectAddress(Addresses.SERVER_V6, "-b", Addresses.CAMERA_V6 + "#53");
            assertThat(lab.await(atSite, 2, answer))
                    .as("answers from port 53 to port 53")
                    .hasSize(2);
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldDeliverEdnsAnswersInFragments(Line line) {
        lab.become(line);
        for (String server : List.of(Addresses.SERVER, Addresses.SERVER_V6)) {
            try (FrameCapture atSite = lab.watchSite()) {
                assertThat(dig.askForLargeAnswer(server)).isGreaterThan(LARGE_ANSWER_BYTES);
                List<SeenPacket> fragments =
                        lab.await(atSite, 3, packet -> packet.isFragment() && packet.isFrom(server));
                assertThat(fragments).as("fragments from " + server).hasSizeGreaterThanOrEqualTo(3);
                assertThat(fragments).filteredOn(SeenPacket::more).hasSize(fragments.size() - 1);
                assertThat(fragments).filteredOn(packet -> packet.offset() == 0).hasSize(1);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldLetNtpdMeasureTheTimeFromPort123(Line line) {
        lab.become(line);
        List<String> servers = List.of(Addresses.SERVER, Addresses.SERVER_V6);
        try (FrameCapture atSite = lab.watchSite()) {
            List<Integer> before = servers.stream()
                    .map(server -> clock.measurements(server).size())
                    .toList();
            for (int i = 0; i < servers.size(); i++) {
                String server = servers.get(i);
                ClockClient.Measurement measured = clock.awaitAfter(before.get(i), server);
                assertThat(Math.abs(measured.offset())).isLessThan(LARGEST_OFFSET_SECONDS);
                assertThat(measured.delay()).isPositive();
                assertThat(lab.await(atSite, 1, packet -> isTimeAnswer(packet, server)))
                        .as("answers from port 123 to port 123")
                        .isNotEmpty();
            }
        }
    }

    private static boolean isTimeAnswer(SeenPacket packet, String server) {
        return packet.isFrom(server) && packet.sourcePort() == NTP_PORT && packet.destinationPort() == NTP_PORT;
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(names = {"PPPOE", "VLAN_PPPOE"})
    void shouldPassLcpEchoesBothWays(Line line) {
        lab.become(line);
        int before = lab.outside().answeredEchoes();
        Wait.until("two more echoes are answered", () -> lab.outside().answeredEchoes() >= before + 2);
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource
    void shouldLetNothingOfAStrangerIn(Line line) {
        lab.become(line);
        List<Order> attacks = Stranger.attacks();
        Predicate<SeenPacket> partners =
                packet -> packet.isFrom(Addresses.PARTNER) || packet.isFrom(Addresses.PARTNER_V6);
        Predicate<SeenPacket> strangers =
                packet -> packet.isFrom(Addresses.ATTACKER) || packet.isFrom(Addresses.ATTACKER_V6);
        try (FrameCapture atSite = lab.watchSite()) {
            Stranger.send(lab, Addresses.ATTACKER, Addresses.ATTACKER_V6, attacks);
            Stranger.send(lab, Addresses.PARTNER, Addresses.PARTNER_V6, attacks);
            assertThat(lab.await(atSite, attacks.size(), partners).stream().map(SeenPacket::destinationPort))
                    .as("the same from the partner, who is let in")
                    .containsAll(attacks.stream().map(Order::port).toList());
            assertThat(lab.await(atSite, 0, strangers)).as("from the stranger").isEmpty();
        }
    }
}
