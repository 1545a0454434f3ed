package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.ShippedPolicy;

/** Ways to bring a guarded request past the shipped policy in pieces. */
class FragmentEvasionTest {
    private static final String STRANGER = "198.51.100.66";
    private static final String SERVER = "203.0.113.10";
    private static final String STRANGER6 = "2001:db8:bad::66";
    private static final String SERVER6 = "2001:db8:5::10";
    private static final int SYN = 0x02;
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int DESTINATION_OPTIONS = 60;

    private final JudgeBench bench = new JudgeBench(ShippedPolicy.table());

    @Test
    void shouldDropWhatFollowsADroppedFirst() {
        assertThat(bench.inbound(first(7, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(later(7, 1480, true))).isEqualTo("drop cldap (fragment)");
        assertThat(bench.inbound(later(7, 2960, false))).isEqualTo("drop cldap (fragment)");
        assertThat(bench.inbound(first6(7, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(later6(7, 1480, UDP))).isEqualTo("drop cldap (fragment)");
    }

    @Test
    void shouldLetWhatFollowsAnHonestFirstPass() {
        assertThat(bench.inbound(first(7, 4000))).isEqualTo("pass");
        assertThat(bench.inbound(later(7, 1480, false))).isEqualTo("pass (fragment)");
        assertThat(bench.inbound(first6(7, 4000))).isEqualTo("pass");
        assertThat(bench.inbound(later6(7, 1480, UDP))).isEqualTo("pass (fragment)");
    }

    /** Out of order: the tail may pass, since without a first fragment nobody puts a packet together. */
    @Test
    void shouldDropTheHeadThatComesLast() {
        assertThat(bench.inbound(later(7, 1480, false))).isEqualTo("pass (fragment-orphan)");
        assertThat(bench.inbound(first(7, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(later(7, 1480, false))).isEqualTo("drop cldap (fragment)");
    }

    @Test
    void shouldJudgeEveryFirstOfItsOwnAndForgetNoDrop() {
        assertThat(bench.inbound(first(7, 4000))).isEqualTo("pass");
        assertThat(bench.inbound(first(7, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(first(7, 4000))).isEqualTo("drop cldap (fragment)");
        assertThat(bench.inbound(later(7, 1480, false))).isEqualTo("drop cldap (fragment)");
    }

    @Test
    void shouldForgetAPoisonedIdentificationInTime() {
        assertThat(bench.inbound(first(7, 389))).isEqualTo("drop cldap");
        bench.passSeconds(29);
        assertThat(bench.inbound(first(7, 4000))).isEqualTo("drop cldap (fragment)");
        bench.passSeconds(2);
        assertThat(bench.inbound(first(7, 4000))).isEqualTo("pass");
        assertThat(bench.inbound(later(7, 1480, false))).isEqualTo("pass (fragment)");
    }

    @Test
    void shouldKeepPacketsApart() {
        assertThat(bench.inbound(first(7, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(later(8, 1480, false))).isEqualTo("pass (fragment-orphan)");
        assertThat(bench.outbound(later(7, 1480, false))).isEqualTo("pass (fragment-orphan)");
        FrameBuilder other = FrameBuilder.frame()
                .ipv4(STRANGER, SERVER)
                .fragment(7, 1480, false)
                .protocol(TCP);
        assertThat(bench.inbound(other.payload(new byte[8]))).isEqualTo("pass (fragment-orphan)");
    }

    /** In IPv6 the next header of later fragments counts for nothing (RFC 8200 §4.5). */
    @Test
    void shouldNotBeFooledByAnotherNextHeader() {
        assertThat(bench.inbound(first6(7, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(later6(7, 1480, TCP))).isEqualTo("drop cldap (fragment)");
        assertThat(bench.inbound(later6(7, 1480, 59))).isEqualTo("drop cldap (fragment)");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32, 40, 48, 56})
    void shouldDropWhatCouldOverwriteTheHeaders(int offset) {
        assertThat(bench.inbound(later(7, offset, false))).isEqualTo("drop (malformed-fragment-overwrite)");
        assertThat(bench.inbound(first(7, 4000))).isEqualTo("drop (fragment)");
        assertThat(bench.inbound(later6(7, offset, UDP))).isEqualTo("drop (malformed-fragment-overwrite)");
        assertThat(bench.inbound(first6(7, 4000))).isEqualTo("drop (fragment)");
    }

    /** Long extension headers put what is judged far behind byte 64 of the payload. */
    @Test
    void shouldDropWhatCouldOverwriteHeadersThatLieDeep() {
        FrameBuilder deep = FrameBuilder.frame().ipv6(STRANGER6, SERVER6).fragmentHeader(7, 0, true);
        deep.extension(DESTINATION_OPTIONS, 200).udp(4000, 4000).payload(new byte[1000]);
        assertThat(bench.inbound(deep)).isEqualTo("pass");
        assertThat(bench.inbound(later6(7, 200, UDP))).isEqualTo("drop (malformed-fragment-overwrite)");
        assertThat(bench.inbound(later6(7, 1208, UDP))).isEqualTo("drop (fragment)");
    }

    @Test
    void shouldDropFirstFragmentsWithoutTheirHeaders() {
        FrameBuilder tiny =
                FrameBuilder.frame().ipv4(STRANGER, SERVER).fragment(7, 0, true).protocol(TCP);
        assertThat(bench.inbound(tiny.payload(new byte[8]))).isEqualTo("drop (malformed-fragment-short)");
        assertThat(bench.inbound(later(7, 64, TCP, false))).isEqualTo("drop (fragment)");
        FrameBuilder chained = FrameBuilder.frame().ipv6(STRANGER6, SERVER6).fragmentHeader(7, 0, true);
        assertThat(bench.inbound(chained.extension(DESTINATION_OPTIONS, 8).protocol(UDP)))
                .isEqualTo("drop (malformed-fragment-short)");
        assertThat(bench.inbound(later6(7, 64, UDP))).isEqualTo("drop (fragment)");
    }

    @Test
    void shouldJudgeAtomicFragmentsAsWholePackets() {
        FrameBuilder atomic = FrameBuilder.frame().ipv6(STRANGER6, SERVER6);
        atomic.fragmentHeader(7, 0, false).fragmentHeader(8, 0, false).udp(4000, 389);
        assertThat(bench.inbound(atomic)).isEqualTo("drop cldap");
        assertThat(bench.inbound(later6(7, 1480, UDP))).isEqualTo("pass (fragment-orphan)");
    }

    /** A tunnel's packet in pieces: what is inside shows in the first one only. */
    @Test
    void shouldJudgeATunnelInFragmentsByItsFirst() {
        FrameBuilder inner =
                FrameBuilder.frame().ipv4(STRANGER, SERVER).udp(4000, 389).payload(new byte[2000]);
        byte[] packet = inner.packet();
        byte[] head = java.util.Arrays.copyOf(packet, 1200);
        FrameBuilder outer = FrameBuilder.frame()
                .ipv6(STRANGER6, SERVER6)
                .fragmentHeader(9, 0, true)
                .protocol(4);
        assertThat(bench.inbound(outer.payload(head))).isEqualTo("drop cldap");
        assertThat(bench.inbound(later6(9, 1200, 4))).isEqualTo("drop cldap (fragment)");
    }

    @Test
    void shouldDropOrphansWhereThePolicySaysSo() {
        JudgeBench strict = JudgeBench.of("orphans: {inbound: drop}\nrules: []");
        assertThat(strict.inbound(later(7, 1480, false))).isEqualTo("drop (fragment-orphan)");
        assertThat(strict.inbound(first(8, 4000))).isEqualTo("pass");
        assertThat(strict.inbound(later(8, 1480, false))).isEqualTo("pass (fragment)");
        assertThat(strict.outbound(later(9, 1480, false))).isEqualTo("pass (fragment-orphan)");
    }

    /** A drop by default leaves fragments of what a rule let in alone. */
    @Test
    void shouldLetFragmentsOfPermittedPacketsThroughAClosedDoor() {
        JudgeBench closed = JudgeBench.of("""
                defaults: {inbound: drop}
                rules:
                  - {name: vpn, direction: inbound, protocol: udp, destination-ports: 4500, action: pass}
                """);
        assertThat(closed.inbound(first(7, 4500))).isEqualTo("pass vpn");
        assertThat(closed.inbound(later(7, 1480, false))).isEqualTo("pass vpn (fragment)");
        assertThat(closed.inbound(first(8, 4000))).isEqualTo("drop");
        assertThat(closed.inbound(later(8, 1480, false))).isEqualTo("drop (fragment)");
    }

    @Test
    void shouldNameNoRuleOfAnotherPolicy() {
        assertThat(bench.inbound(first(7, 389))).isEqualTo("drop cldap");
        bench.swap("rules: [{name: other, direction: inbound, protocol: tcp}]");
        assertThat(bench.inbound(later(7, 1480, false))).isEqualTo("drop (fragment)");
    }

    private static FrameBuilder first(int id, int port) {
        FrameBuilder frame = FrameBuilder.frame().ipv4(STRANGER, SERVER).fragment(id, 0, true);
        return frame.udp(4000, port).payload(new byte[1472]);
    }

    private static FrameBuilder later(int id, int offset, boolean more) {
        return later(id, offset, UDP, more);
    }

    private static FrameBuilder later(int id, int offset, int protocol, boolean more) {
        FrameBuilder frame = FrameBuilder.frame().ipv4(STRANGER, SERVER).fragment(id, offset, more);
        return frame.protocol(protocol).payload(new byte[64]);
    }

    private static FrameBuilder first6(int id, int port) {
        FrameBuilder frame = FrameBuilder.frame().ipv6(STRANGER6, SERVER6).fragmentHeader(id, 0, true);
        return frame.udp(4000, port).payload(new byte[1472]);
    }

    private static FrameBuilder later6(int id, int offset, int nextHeader) {
        FrameBuilder frame = FrameBuilder.frame().ipv6(STRANGER6, SERVER6).fragmentHeader(id, offset, false);
        return frame.protocol(nextHeader).payload(new byte[64]);
    }
}
