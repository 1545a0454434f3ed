package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.frame.FrameBuilder;

/** What rules with limits make of packets and connections. */
class LimitedRuleTest {
    private static final String SERVER = "203.0.113.10";
    private static final String CLIENT = "198.51.100.7";
    private static final String OTHER = "198.51.100.8";
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;
    private static final int SEQUENCE_OFFSET = 38;
    private static final int ACKNOWLEDGMENT_OFFSET = 42;

    @Test
    void shouldDropWhatGoesBeyondTheRateOfASource() {
        JudgeBench bench = JudgeBench.of("""
                rules:
                  - name: syn-rate
                    direction: inbound
                    protocol: tcp
                    destination-ports: 445
                    match: requests
                    limit: {rate: 2/s, burst: 3}
                """);
        for (int i = 0; i < 3; i++) {
            assertThat(bench.inbound(tcp(CLIENT, 4000 + i, SYN))).isEqualTo("pass");
        }
        assertThat(bench.inbound(tcp(CLIENT, 4003, SYN))).isEqualTo("drop syn-rate");
        assertThat(bench.inbound(tcp(CLIENT, 4000, ACK))).isEqualTo("pass");
        assertThat(bench.inbound(tcp(OTHER, 4000, SYN))).isEqualTo("pass");
        bench.passSeconds(0.5);
        assertThat(bench.inbound(tcp(CLIENT, 4004, SYN))).isEqualTo("pass");
        assertThat(bench.inbound(tcp(CLIENT, 4005, SYN))).isEqualTo("drop syn-rate");
    }

    @Test
    void shouldPassWhatStaysWithinTheRateOfTheRule() {
        JudgeBench bench = JudgeBench.of("""
                defaults: {inbound: drop}
                rules:
                  - name: ping
                    direction: inbound
                    protocol: icmp
                    action: pass
                    limit: {rate: 1/s, burst: 2, per: rule}
                """);
        assertThat(bench.inbound(ping(CLIENT))).isEqualTo("pass ping");
        assertThat(bench.inbound(ping(OTHER))).isEqualTo("pass ping");
        assertThat(bench.inbound(ping("198.51.100.9"))).isEqualTo("drop");
    }

    @Test
    void shouldCountSourcesByPrefix() {
        JudgeBench bench = JudgeBench.of("""
                rules:
                  - name: r
                    direction: inbound
                    protocol: icmp
                    limit: {rate: 1/s, burst: 2, source-prefix: {ipv4: 24}}
                """);
        assertThat(bench.inbound(ping(CLIENT))).isEqualTo("pass");
        assertThat(bench.inbound(ping(OTHER))).isEqualTo("pass");
        assertThat(bench.inbound(ping("198.51.100.9"))).isEqualTo("drop r");
        assertThat(bench.inbound(ping("198.51.101.9"))).isEqualTo("pass");
    }

    /** A UDP source can be forged, so an allowed one has a bucket, if a generous one. */
    @Test
    void shouldLetAnAllowedSourceOnlyGoSoFar() {
        JudgeBench bench = JudgeBench.of(allowing(""));
        for (int i = 0; i < 2000; i++) {
            assertThat(bench.inbound(cldap())).isEqualTo("pass cldap");
        }
        assertThat(bench.inbound(cldap())).isEqualTo("drop cldap");
        bench.passSeconds(1);
        assertThat(bench.inbound(cldap())).isEqualTo("pass cldap");
    }

    @Test
    void shouldLetAnAllowedSourceGoAsFarAsItLikesWhereThePolicySaysSo() {
        JudgeBench bench = JudgeBench.of(allowing(", allow-limit: none"));
        for (int i = 0; i < 5000; i++) {
            assertThat(bench.inbound(cldap())).isEqualTo("pass cldap");
        }
    }

    @Test
    void shouldCountOpenConnectionsOfASource() {
        JudgeBench bench = twoConnections();
        connect(bench, CLIENT, 4000);
        connect(bench, CLIENT, 4001);
        assertThat(bench.inbound(tcp(CLIENT, 4002, SYN))).isEqualTo("drop smb-many");
        assertThat(bench.inbound(tcp(CLIENT, 4000, ACK))).isEqualTo("pass");
        connect(bench, OTHER, 4002);
        assertThat(bench.outbound(FrameBuilder.frame().ipv4(SERVER, CLIENT).tcp(445, 4000, RST)))
                .isEqualTo("pass");
        assertThat(bench.inbound(tcp(CLIENT, 4002, SYN))).isEqualTo("pass");
    }

    /** SYNs cost nothing to forge, so they are not what is counted. */
    @Test
    void shouldNotCountConnectionsThatOnlyBegan() {
        JudgeBench bench = twoConnections();
        for (int i = 0; i < 100; i++) {
            assertThat(bench.inbound(tcp(CLIENT, 5000 + i, SYN))).isEqualTo("pass");
            assertThat(bench.inbound(tcp(CLIENT, 5000 + i, ACK))).isEqualTo("pass");
        }
        connect(bench, CLIENT, 4000);
    }

    private static JudgeBench twoConnections() {
        return JudgeBench.of("""
                rules:
                  - name: smb-many
                    direction: inbound
                    protocol: tcp
                    destination-ports: 445
                    limit: {connections: 2}
                """);
    }

    private static String allowing(String more) {
        return "rules: [{name: cldap, direction: inbound, protocol: udp, destination-ports: 389,"
                + " allow-from: 198.51.100.0/24" + more + "}]";
    }

    private static void connect(JudgeBench bench, String client, int port) {
        assertThat(bench.inbound(tcp(client, port, SYN))).isEqualTo("pass");
        FrameBuilder granted = FrameBuilder.frame().ipv4(SERVER, client).tcp(445, port, SYN | ACK);
        assertThat(bench.outbound(numbered(granted.bytes(), 1000, 1))).isEqualTo("pass");
        assertThat(bench.inbound(numbered(tcp(client, port, ACK).bytes(), 1, 1001)))
                .isEqualTo("pass");
    }

    /** Puts numbers into a segment in IPv4 without options. */
    static byte[] numbered(byte[] frame, int sequence, int acknowledgment) {
        ByteBuffer.wrap(frame).putInt(SEQUENCE_OFFSET, sequence).putInt(ACKNOWLEDGMENT_OFFSET, acknowledgment);
        return frame;
    }

    private static FrameBuilder tcp(String client, int port, int flags) {
        return FrameBuilder.frame().ipv4(client, SERVER).tcp(port, 445, flags);
    }

    private static FrameBuilder ping(String client) {
        return FrameBuilder.frame().ipv4(client, SERVER).protocol(1).payload(new byte[] {8, 0, 0, 0, 0, 1, 0, 1});
    }

    private static FrameBuilder cldap() {
        return FrameBuilder.frame().ipv4(CLIENT, SERVER).udp(4000, 389);
    }
}
