package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.ShippedPolicy;

/** Ways to bring a guarded request past the shipped policy, headers and messages; {@link FragmentEvasionTest} has the rest. */
class EvasionTest {
    private static final String STRANGER = "198.51.100.66";
    private static final String SERVER = "203.0.113.10";
    private static final String STRANGER6 = "2001:db8:bad::66";
    private static final String SERVER6 = "2001:db8:5::10";
    /** In an Ethernet frame without tags. */
    private static final int IPV6_SOURCE_OFFSET = 22;

    private static final int SYN = 0x02;
    private static final int FIN = 0x01;
    private static final int ACK = 0x10;
    private static final int DESTINATION_OPTIONS = 60;
    private static final byte[] CLDAP_QUERY = {0x30, 0x0C, 0x02, 0x01, 0x01, 0x63, 0x07, 0, 0, 0, 0, 0, 0, 0};

    private final JudgeBench bench = new JudgeBench(ShippedPolicy.table());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 6, 7})
    void shouldTakeEveryNtpModeThatNoServerSendsForARequest(int mode) {
        assertThat(bench.inbound(ntp(mode))).isEqualTo("drop ntp");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 5})
    void shouldLetNtpRepliesIn(int mode) {
        assertThat(bench.inbound(ntp(mode))).isEqualTo("pass");
    }

    @ParameterizedTest
    @CsvSource({"0x97", "0xD7", "0x96", "0x9E", "0xFF"})
    void shouldNotBelieveTheResponseBitOfNtpControlMessages(String firstByte) {
        byte[] message = new byte[48];
        message[0] = (byte) Integer.decode(firstByte).intValue();
        message[1] = (byte) 0x80;
        assertThat(bench.inbound(udp(4000, 123).payload(message))).isEqualTo("drop ntp");
    }

    @Test
    void shouldTakeNtpTooShortForAServerForARequestAndCountIt() {
        byte[] message = new byte[47];
        message[0] = 0x24;
        assertThat(bench.inbound(udp(123, 123).payload(message))).isEqualTo("drop ntp");
        assertThat(bench.counters().undersized(0)).isEqualTo(1);
    }

    /** A query that claims to be an answer gets through; no server answers it (RFC 1035 §4.1.1, RFC 5358). */
    @Test
    void shouldLetAQueryThroughThatSaysItIsAnAnswer() {
        assertThat(bench.inbound(udp(4000, 53).payload(dns(0x80, 1)))).isEqualTo("pass");
    }

    @Test
    void shouldDropQueriesWhateverTheyCountAndCarry() {
        assertThat(bench.inbound(udp(4000, 53).payload(dns(0x01, 0)))).isEqualTo("drop dns");
        assertThat(bench.inbound(udp(4000, 53).payload(dns(0x01, 2)))).isEqualTo("drop dns");
        assertThat(bench.inbound(udp(4000, 53).payload(dns(0x79, 1)))).isEqualTo("drop dns");
        assertThat(bench.inbound(udp(53, 53).payload(dns(0x01, 1)))).isEqualTo("drop dns");
        assertThat(bench.inbound(udp(4000, 53).payload(new byte[11]))).isEqualTo("drop dns");
        assertThat(bench.inbound(udp(4000, 53))).isEqualTo("drop dns");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M-SEARCH * HTTP/1.1",
                "m-search * http/1.1",
                "M-sEaRcH *",
                " \t\r\n\u000B\fM-SEARCH *",
                "NOTIFY * HTTP/1.1",
                "nOtIfY *",
                "M-SEAR"
            })
    void shouldKnowSearchesHoweverTheyAreWritten(String message) {
        assertThat(bench.inbound(udp(4000, 1900).payload(message))).isEqualTo("drop ssdp");
    }

    @Test
    void shouldNotReadWhiteSpaceForEver() {
        assertThat(bench.inbound(udp(4000, 1900).payload(" ".repeat(65) + "HTTP/1.1 200 OK")))
                .isEqualTo("drop ssdp");
        assertThat(bench.inbound(udp(4000, 1900).payload("HTTP/1.1 200 OK\r\n")))
                .isEqualTo("pass");
    }

    @Test
    void shouldCloseSmbToSegmentsOfEveryKind() {
        for (int flags : new int[] {SYN, SYN | FIN, SYN | ACK, ACK, FIN, 0, 0xFF}) {
            assertThat(bench.inbound(tcp(445, flags))).isEqualTo("drop smb");
            assertThat(bench.inbound(tcp(139, flags))).isEqualTo("drop netbios");
        }
        assertThat(bench.inbound(tcp(445, SYN).payload("data in the first segment")))
                .isEqualTo("drop smb");
    }

    /** Where only requests are closed, a SYN is one whatever comes with it, but ACK. */
    @Test
    void shouldKnowASynByItsFlagsAlone() {
        JudgeBench requests = JudgeBench.of(
                "rules: [{name: smb, direction: inbound, protocol: tcp, destination-ports: 445, match: requests}]");
        for (int extra : new int[] {0, FIN, 0x04, 0x08, 0x20, 0x40, 0x80}) {
            assertThat(requests.inbound(tcp(445, SYN | extra))).isEqualTo("drop smb");
        }
        assertThat(requests.inbound(tcp(445, SYN).payload("0123456789"))).isEqualTo("drop smb");
        assertThat(requests.inbound(tcp(445, SYN | ACK))).isEqualTo("pass");
    }

    @Test
    void shouldSeeThroughPaddingOptionsAndChecksums() {
        assertThat(bench.inbound(udp(4000, 389).padTo(60))).isEqualTo("drop cldap");
        assertThat(bench.inbound(udp(4000, 389).padTo(1514))).isEqualTo("drop cldap");
        assertThat(bench.inbound(udp(4000, 389))).isEqualTo("drop cldap");
        byte[] options = {1, 1, 1, 1, 0x07, 0x07, 0x04, 0, 0, 0, 0, 0};
        assertThat(bench.inbound(FrameBuilder.frame()
                        .ipv4(STRANGER, SERVER)
                        .ipv4Options(options)
                        .udp(4000, 389)))
                .isEqualTo("drop cldap");
        byte[] wrong = udp(4000, 389).payload(CLDAP_QUERY).bytes();
        wrong[24] ^= 0x55;
        wrong[40] ^= 0x55;
        assertThat(bench.inbound(wrong)).isEqualTo("drop cldap");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 7, 8, 9, 65535})
    void shouldNotBelieveTheUdpLength(int length) {
        assertThat(bench.inbound(udp(4000, 389).payload(CLDAP_QUERY).falseUdpLength(length)))
                .isEqualTo("drop cldap");
        assertThat(bench.inbound(udp(4000, 123).payload(new byte[48]).falseUdpLength(length)))
                .isEqualTo("drop ntp");
    }

    @ParameterizedTest
    @CsvSource({
        "27, drop (malformed-transport)",
        "19, drop (malformed-ipv4-length)",
        "1500, drop (malformed-ipv4-length)",
        "0, drop cldap",
        "28, drop cldap"
    })
    void shouldHoldTheIpLengthAgainstTheFrame(int length, String verdict) {
        assertThat(bench.inbound(udp(4000, 389).payload(CLDAP_QUERY).falseIpLength(length)))
                .isEqualTo(verdict);
    }

    /** With a jumbo option or without one (RFC 2675): the packet goes to the frame's end. */
    @Test
    void shouldReadJumbogramsToTheirEnd() {
        byte[] jumbo = {0, 0, (byte) 0xC2, 4, 0, 1, 0, 0};
        assertThat(bench.inbound(ipv6().udp(4000, 389).payload(CLDAP_QUERY).falseIpLength(0)))
                .isEqualTo("drop cldap");
        FrameBuilder withOption = ipv6().extension(0, jumbo.length)
                .udp(4000, 389)
                .payload(CLDAP_QUERY)
                .falseIpLength(0);
        assertThat(bench.inbound(withOption)).isEqualTo("drop cldap");
    }

    @Test
    void shouldWalkThirtyTwoExtensionHeadersAndNoMore() {
        assertThat(bench.inbound(chain(32).udp(4000, 389))).isEqualTo("drop cldap");
        assertThat(bench.inbound(chain(33).udp(4000, 389))).isEqualTo("drop (undecodable-extensions)");
        assertThat(bench.inbound(chain(33).udp(4000, 4000))).isEqualTo("drop (undecodable-extensions)");
        assertThat(bench.outbound(chain(33).udp(4000, 4000))).isEqualTo("pass (undecodable-extensions)");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8100, 0x88A8, 0x9100})
    void shouldLookThroughEightTags(int tpid) {
        assertThat(bench.inbound(tags(tpid, 5).ipv4(STRANGER, SERVER).udp(4000, 389)))
                .isEqualTo("drop cldap");
        assertThat(bench.inbound(tags(tpid, 8).ipv4(STRANGER, SERVER).udp(4000, 389)))
                .isEqualTo("drop cldap");
        assertThat(bench.inbound(tags(tpid, 9).ipv4(STRANGER, SERVER).udp(4000, 389)))
                .isEqualTo("drop (undecodable-tags)");
        assertThat(bench.inbound(tags(tpid, 9).etherType(0x0806).payload("ARP")))
                .isEqualTo("pass");
    }

    @Test
    void shouldOpenTunnelsInTunnels() {
        FrameBuilder query =
                FrameBuilder.frame().ipv4(STRANGER, SERVER).udp(4000, 389).payload(CLDAP_QUERY);
        FrameBuilder sixInFour =
                FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").carrying(ipv6().carrying(query));
        assertThat(bench.inbound(sixInFour)).isEqualTo("drop cldap");
        assertThat(bench.inbound(
                        FrameBuilder.frame().pppoe(9).ipv6(STRANGER6, SERVER6).carrying(query)))
                .isEqualTo("drop cldap");
        assertThat(bench.inbound(
                        FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").gre(0xB000, query)))
                .isEqualTo("drop cldap");
        assertThat(bench.inbound(nested(15, query))).isEqualTo("drop cldap");
        assertThat(bench.inbound(nested(16, query))).isEqualTo("drop (undecodable-layers)");
        FrameBuilder honest = FrameBuilder.frame().ipv4(STRANGER, SERVER).udp(4000, 4000);
        assertThat(bench.inbound(nested(15, honest))).isEqualTo("pass");
    }

    /** A drop at any layer drops, and the outermost comes first. */
    @Test
    void shouldNameTheOutermostRuleThatDrops() {
        JudgeBench layered = JudgeBench.of("""
                rules:
                  - {name: tunnels, direction: inbound, protocol: 4, sources: 192.0.2.0/24, action: pass}
                  - {name: from-66, direction: inbound, sources: 198.51.100.66}
                """);
        FrameBuilder inner = FrameBuilder.frame().ipv4(STRANGER, SERVER).udp(4000, 4000);
        assertThat(layered.inbound(
                        FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").carrying(inner)))
                .isEqualTo("drop from-66");
        FrameBuilder harmless =
                FrameBuilder.frame().ipv4("198.51.100.7", SERVER).udp(4000, 4000);
        assertThat(layered.inbound(
                        FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").carrying(harmless)))
                .isEqualTo("pass tunnels");
    }

    /** The allow-list looks at the addresses of the layer whose ports matched. */
    @Test
    void shouldNotTakeATunnelsAddressForThePartners() {
        JudgeBench allowing = JudgeBench.of(
                "rules: [{name: cldap, direction: inbound, protocol: udp, destination-ports: 389, allow-from: 192.0.2.0/24}]");
        FrameBuilder stranger = FrameBuilder.frame().ipv4(STRANGER, SERVER).udp(4000, 389);
        assertThat(allowing.inbound(
                        FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").carrying(stranger)))
                .isEqualTo("drop cldap");
        FrameBuilder partner = FrameBuilder.frame().ipv4("192.0.2.9", SERVER).udp(4000, 389);
        assertThat(allowing.inbound(FrameBuilder.frame().ipv4(STRANGER, SERVER).carrying(partner)))
                .isEqualTo("pass cldap");
    }

    /** An IPv4-mapped source (RFC 4291 §2.5.5.2) on the line is an IPv6 address like any other: no IPv4 list holds it. */
    @Test
    void shouldNotTakeMappedAddressesForIpv4() {
        JudgeBench allowing = JudgeBench.of(
                "rules: [{name: cldap, direction: inbound, protocol: udp, destination-ports: 389, allow-from: 198.51.100.0/24}]");
        byte[] mapped = ipv6().udp(4000, 389).bytes();
        byte[] address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 198, 51, 100, 66};
        System.arraycopy(address, 0, mapped, IPV6_SOURCE_OFFSET, address.length);
        assertThat(allowing.inbound(mapped)).isEqualTo("drop cldap");
    }

    @Test
    void shouldDropInsideAddressesThatComeFromOutside() {
        JudgeBench spoofed = JudgeBench.of("lan-nets: [203.0.113.0/24, 2001:db8:5::/48]\nrules: []");
        assertThat(spoofed.inbound(
                        FrameBuilder.frame().ipv4("203.0.113.77", SERVER).udp(4000, 4000)))
                .isEqualTo("drop (lan-source)");
        assertThat(spoofed.inbound(
                        FrameBuilder.frame().ipv6("2001:db8:5::77", SERVER6).udp(4000, 4000)))
                .isEqualTo("drop (lan-source)");
        assertThat(spoofed.outbound(
                        FrameBuilder.frame().ipv4("203.0.113.77", STRANGER).udp(4000, 4000)))
                .isEqualTo("pass");
    }

    /** What a router quotes of a packet that failed (RFC 792, RFC 4443 §3) is no packet. */
    @Test
    void shouldNeverOpenQuotedPackets() {
        byte[] quoted =
                FrameBuilder.frame().ipv4(SERVER, STRANGER).udp(4000, 389).packet();
        byte[] error = new byte[8 + quoted.length];
        error[0] = 3;
        error[1] = 3;
        System.arraycopy(quoted, 0, error, 8, quoted.length);
        assertThat(bench.inbound(
                        FrameBuilder.frame().ipv4(STRANGER, SERVER).protocol(1).payload(error)))
                .isEqualTo("pass");
    }

    private static FrameBuilder udp(int sourcePort, int destinationPort) {
        return FrameBuilder.frame().ipv4(STRANGER, SERVER).udp(sourcePort, destinationPort);
    }

    private static FrameBuilder tcp(int port, int flags) {
        return FrameBuilder.frame().ipv4(STRANGER, SERVER).tcp(4000, port, flags);
    }

    private static FrameBuilder ipv6() {
        return FrameBuilder.frame().ipv6(STRANGER6, SERVER6);
    }

    private static FrameBuilder ntp(int mode) {
        byte[] message = new byte[48];
        message[0] = (byte) (4 << 3 | mode);
        return udp(4000, 123).payload(message);
    }

    private static byte[] dns(int flags, int questions) {
        byte[] message = new byte[40];
        message[2] = (byte) flags;
        message[5] = (byte) questions;
        return message;
    }

    private static FrameBuilder chain(int headers) {
        FrameBuilder frame = ipv6();
        for (int i = 0; i < headers; i++) {
            frame.extension(DESTINATION_OPTIONS, 8);
        }
        return frame;
    }

    private static FrameBuilder tags(int tpid, int count) {
        FrameBuilder frame = FrameBuilder.frame();
        for (int i = 0; i < count; i++) {
            frame.vlan(tpid, 1 + i);
        }
        return frame;
    }

    private static FrameBuilder nested(int tunnels, FrameBuilder inner) {
        FrameBuilder frame = inner;
        for (int i = 0; i < tunnels; i++) {
            frame = FrameBuilder.frame().ipv4("192.0.2.1", "192.0.2.2").carrying(frame);
        }
        return frame;
    }
}
