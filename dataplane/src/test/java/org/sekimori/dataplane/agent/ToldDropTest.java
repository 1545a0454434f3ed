package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.Direction;

/** What is told and counted of a frame, beside its verdict. */
class ToldDropTest {
    private static final String RULES = """
            lan-nets: [192.0.2.0/24]
            rules:
              - name: cldap
                direction: inbound
                protocol: udp
                destination-ports: 389
              - name: rpc
                direction: outbound
                protocol: tcp
                destination-ports: 135
                mode: monitor
            """;
    private static final long OUTSIDE = 0xC633_6407L;
    private static final long INSIDE = 0xC000_0209L;

    private final JudgeBench bench = JudgeBench.of(RULES);

    @Test
    void shouldTellOfADropAndOfNothingElse() {
        bench.inbound(udp(389));
        bench.inbound(udp(390));
        bench.outbound(FrameBuilder.frame().ipv4("192.0.2.9", "198.51.100.7").tcp(4000, 136, 2));

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.rule()).isEqualTo("cldap");
            assertThat(event.direction()).isEqualTo(Direction.INBOUND);
            assertThat(event.sourceLow()).isEqualTo(OUTSIDE);
            assertThat(event.destinationLow()).isEqualTo(INSIDE);
            assertThat(event.destinationPort()).isEqualTo(389);
            assertThat(event.epoch()).isEqualTo(1);
        });
    }

    @Test
    void shouldTellWhichMachineARuleMatchesThatOnlyWatches() {
        FrameBuilder worm =
                FrameBuilder.frame().ipv4("192.0.2.9", "198.51.100.7").tcp(4000, 135, 2);
        bench.outbound(worm);
        bench.outbound(FrameBuilder.frame().ipv4("203.0.113.1", "203.0.113.2").carrying(worm));

        assertThat(bench.events()).hasSize(2).allSatisfy(event -> {
            assertThat(event.verdict()).isEqualTo("match");
            assertThat(event.rule()).isEqualTo("rpc");
            assertThat(event.reason()).isEqualTo(Reason.NONE);
            assertThat(event.direction()).isEqualTo(Direction.OUTBOUND);
            assertThat(event.sourceLow()).isEqualTo(INSIDE);
            assertThat(event.destinationPort()).isEqualTo(135);
        });
    }

    /** The frame a candidate judges beside the policy in force is told of by the latter alone. */
    @Test
    void shouldTellOfAMatchAndOfTheDropThatFollows() {
        JudgeBench both = JudgeBench.of("""
                rules:
                  - {name: watch, direction: inbound, protocol: udp, destination-ports: 389, mode: monitor}
                  - {name: cldap, direction: inbound, protocol: udp, destination-ports: 389}
                """);
        both.inbound(udp(389));

        assertThat(both.events())
                .extracting(DropEvent::verdict, DropEvent::rule)
                .containsExactly(tuple("match", "watch"), tuple("drop", "cldap"));
    }

    @Test
    void shouldNameTheAddressesOfThePacketThatDecided() {
        FrameBuilder tunnel =
                FrameBuilder.frame().ipv4("203.0.113.1", "203.0.113.2").carrying(udp(389));

        assertThat(bench.inbound(tunnel)).isEqualTo("drop cldap");

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.sourceLow()).isEqualTo(OUTSIDE);
            assertThat(event.destinationLow()).isEqualTo(INSIDE);
            assertThat(event.wireLength()).isEqualTo(tunnel.bytes().length);
        });
    }

    @Test
    void shouldTellTheReasonWhereNoRuleDecided() {
        bench.inbound(FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.9").udp(4000, 80));

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.rule()).isEmpty();
            assertThat(event.reason()).isEqualTo(Reason.LAN_SOURCE);
        });
    }

    @Test
    void shouldTellRuleAndReasonOfAFragment() {
        bench.inbound(udp(389).payload("sixteen bytes...").fragment(7, 0, true));
        bench.events();
        bench.inbound(FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .fragment(7, 1480, false)
                .protocol(17)
                .payload("rest"));

        assertThat(bench.events()).singleElement().satisfies(event -> {
            assertThat(event.rule()).isEqualTo("cldap");
            assertThat(event.reason()).isEqualTo(Reason.FRAGMENT);
            assertThat(event.destinationPort()).isZero();
        });
    }

    @Test
    void shouldTellWhatAPolicyThatOnlyWatchesWouldDrop() {
        JudgeBench watching = JudgeBench.of("mode: monitor\n" + RULES);

        assertThat(watching.inbound(udp(389))).isEqualTo("pass cldap");

        assertThat(watching.events()).extracting(DropEvent::verdict).containsExactly("monitored");
    }

    @Test
    void shouldCountBytesBesideFrames() {
        int dropped = udp(389).bytes().length;
        FrameBuilder watched =
                FrameBuilder.frame().ipv4("192.0.2.9", "198.51.100.7").tcp(4000, 135, 2);
        bench.inbound(udp(389));
        bench.inbound(udp(389));
        bench.outbound(watched);

        int cldap = bench.counters().ruleCounter("cldap");
        int rpc = bench.counters().ruleCounter("rpc");
        assertThat(bench.counters().ruleBytes(cldap, Kind.DROPPED)).isEqualTo(2L * dropped);
        assertThat(bench.counters().directionBytes(0, Kind.DROPPED)).isEqualTo(2L * dropped);
        assertThat(bench.counters().ruleBytes(rpc, Kind.MONITORED)).isEqualTo(watched.bytes().length);
        assertThat(bench.counters().directionBytes(1, Kind.PASSED)).isEqualTo(watched.bytes().length);
    }

    private static FrameBuilder udp(int port) {
        return FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, port)
                .payload("what is asked");
    }
}
