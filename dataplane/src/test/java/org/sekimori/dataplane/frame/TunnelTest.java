package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;
import static org.sekimori.dataplane.frame.SampleTunnels.prefixed;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.MatchFields;

class TunnelTest {
    private static final Decoded QUERY4 = Decoded.of(query4());
    private static final Decoded QUERY6 = Decoded.of(query6());

    private static FrameBuilder query4() {
        return FrameBuilder.frame().ipv4("10.9.8.7", "10.6.5.4").udp(40000, 3389);
    }

    private static FrameBuilder query6() {
        return FrameBuilder.frame().ipv6("2001:db8:7::1", "2001:db8:7::2").udp(40000, 3389);
    }

    private static List<Decoded> layersOf(FrameBuilder frame) {
        return DecodedLayer.all(frame).stream().map(DecodedLayer::decoded).toList();
    }

    private static List<String> resultsOf(FrameBuilder frame) {
        return layersOf(frame).stream().map(Decoded::result).toList();
    }

    private static void assertInside(FrameBuilder frame, Decoded inside) {
        List<Decoded> layers = layersOf(frame);
        assertThat(layers).hasSize(2).endsWith(inside);
        assertThat(layers.get(0).result()).isEqualTo(Decoded.OK);
        assertThat(layers.get(0).ports()).isEqualTo("none");
    }

    @Test
    void shouldOpenIpInIpOfAnyVersion() {
        assertInside(ipv6().carrying(query4()), QUERY4);
        assertInside(ipv4().carrying(query6()), QUERY6);
        assertInside(ipv4().carrying(query4()), QUERY4);
        assertInside(ipv6().carrying(query6()), QUERY6);
        assertInside(ipv6().extension(IpProtocols.DESTINATION_OPTIONS, 8).carrying(query4()), QUERY4);
        assertInside(FrameBuilder.frame().pppoe(1).ipv6("::1", "::2").carrying(query4()), QUERY4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x8000, 0x2000, 0x1000, 0x3000, 0xB000})
    void shouldOpenGreWithWhateverFieldsItsHeaderHas(int flags) {
        assertInside(ipv4().gre(flags, query4()), QUERY4);
        assertInside(ipv6().gre(flags, query6()), QUERY6);
        assertInside(ipv4().gre(flags, EtherTypes.ETHERNET, query4().bytes()), QUERY4);
    }

    @Test
    void shouldOpenWhatGreCarriesBehindMoreHeaders() {
        assertInside(
                ipv4().gre(
                                0,
                                FrameBuilder.frame()
                                        .mpls(3)
                                        .ipv4("10.9.8.7", "10.6.5.4")
                                        .udp(40000, 3389)),
                QUERY4);
        assertInside(
                ipv4().gre(
                                0,
                                FrameBuilder.frame()
                                        .vlan(0x8100, 3)
                                        .ipv4("10.9.8.7", "10.6.5.4")
                                        .udp(40000, 3389)),
                QUERY4);
        byte[] tagged = FrameBuilder.frame()
                .vlan(0x88A8, 1)
                .pppoe(4)
                .ipv4("10.9.8.7", "10.6.5.4")
                .udp(40000, 3389)
                .bytes();
        assertInside(ipv4().gre(0x2000, EtherTypes.ETHERNET, tagged), QUERY4);
    }

    @Test
    void shouldOpenPointToPointTunnels() {
        byte[] packet = query4().packet();

        assertInside(ipv4().gre(0x3001, EtherTypes.PPP, prefixed(packet, 0xFF, 0x03, 0x00, 0x21)), QUERY4);
        assertInside(ipv4().gre(0x3081, EtherTypes.PPP, prefixed(packet, 0x21)), QUERY4);
        assertThat(resultsOf(ipv4().gre(0x2081, EtherTypes.PPP))).containsExactly("ok", Decoded.NOT_IP);
        assertThat(resultsOf(ipv4().gre(0x3001, EtherTypes.PPP, prefixed(packet, 0x00, 0xFD))))
                .containsExactly("ok", Decoded.NOT_IP);
    }

    @Test
    void shouldOpenRedirectedPacketsOfEitherVersion() {
        byte[] packet = query4().packet();

        assertInside(ipv4().gre(0, EtherTypes.WCCP, packet), QUERY4);
        assertInside(ipv4().gre(0, EtherTypes.WCCP, prefixed(packet, 0, 0, 0, 1)), QUERY4);
    }

    @Test
    void shouldRefuseIpBehindASourceRouteAndNothingElse() {
        assertThat(resultsOf(ipv4().gre(0x4000, query4()))).containsExactly("ok", "undecodable-tunnel");
        assertThat(resultsOf(ipv4().gre(0x4000, 0x00FE, new byte[20]))).containsExactly("ok", Decoded.NOT_IP);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x00FE, 0x0806, 0x880B, 0x88BE, 0x8863})
    void shouldCallOtherContentOfGreNotIp(int etherType) {
        assertThat(resultsOf(ipv4().gre(0, etherType, query4().packet()))).containsExactly("ok", Decoded.NOT_IP);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 7})
    void shouldCallOtherVersionsOfGreNotIp(int version) {
        assertThat(resultsOf(ipv4().gre(version, query4()))).containsExactly("ok", Decoded.NOT_IP);
    }

    @Test
    void shouldNameATunnelHeaderThatIsCutOff() {
        byte[] header = {(byte) 0xB0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        for (int length = 0; length < header.length; length++) {
            byte[] cut = Arrays.copyOf(header, length);
            assertThat(resultsOf(ipv4().protocol(IpProtocols.GRE).payload(cut).padTo(90)))
                    .as("%d bytes", length)
                    .containsExactly("ok", "malformed-transport");
        }
        assertThat(resultsOf(ipv4().protocol(IpProtocols.ETHERIP).payload(new byte[1])))
                .containsExactly("ok", "malformed-transport");
    }

    @Test
    void shouldOpenEthernetAndLabelsInIp() {
        assertInside(ipv4().etherIp(query6()), QUERY6);
        assertInside(ipv6().protocol(IpProtocols.MPLS).payload(prefixed(query4().packet(), 0, 1, 1, 64)), QUERY4);
    }

    @Test
    void shouldLookBehindAnAuthenticationHeaderInIpv4() {
        assertThat(layersOf(ipv4().extension(IpProtocols.AUTHENTICATION, 24).udp(40000, 3389)))
                .containsExactly(Decoded.of(ipv4().udp(40000, 3389)));
        assertInside(ipv4().extension(IpProtocols.AUTHENTICATION, 12).carrying(query6()), QUERY6);
        assertThat(resultsOf(ipv4().extension(IpProtocols.AUTHENTICATION, 24)
                        .protocol(17)
                        .cutTo(14 + 20 + 23)))
                .containsExactly("malformed-ipv4-length");
        assertThat(resultsOf(ipv4().extension(IpProtocols.AUTHENTICATION, 24).falseIpLength(43)))
                .containsExactly("malformed-transport");
        FrameBuilder many = ipv4();
        for (int i = 0; i <= Ipv6ExtensionHeader.MAX_HEADERS; i++) {
            many.extension(IpProtocols.AUTHENTICATION, 8);
        }
        assertThat(resultsOf(many.udp(1, 53))).containsExactly("undecodable-extensions");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 15, 16, 17, 18})
    void shouldLookAtAsManyLayersAsItsBoundSays(int count) {
        List<String> expected = new ArrayList<>(Collections.nCopies(Math.min(count, 16), "ok"));
        if (count > FrameDecoder.MAX_IP_LAYERS) {
            expected.add("undecodable-layers");
        }

        assertThat(resultsOf(SampleTunnels.deep(count))).isEqualTo(expected);
    }

    @Test
    void shouldNameWhatIsWrongWithThePacketInside() {
        assertThat(resultsOf(ipv6().protocol(IpProtocols.IPV4).payload(query6().packet())))
                .containsExactly("ok", "malformed-ip-version");
        assertThat(resultsOf(ipv6().protocol(IpProtocols.IPV4))).containsExactly("ok", "malformed-ipv4-header");
        assertThat(resultsOf(ipv4().carrying(query4().falseIpLength(29)).padTo(200)))
                .containsExactly("ok", "malformed-ipv4-length");
        assertThat(resultsOf(ipv4().carrying(query4()).falseIpLength(20 + 27).padTo(200)))
                .containsExactly("ok", "malformed-ipv4-length");
    }

    @Test
    void shouldNotOpenWhatIsNoTunnel() {
        byte[] quoted = prefixed(query4().packet(), 3, 1, 0, 0, 0, 0, 0, 0);

        assertThat(layersOf(ipv4().protocol(IpProtocols.ICMP).payload(quoted))).hasSize(1);
        assertThat(layersOf(ipv4().udp(4754, 4754).payload(query4().packet()))).hasSize(1);
        assertThat(layersOf(ipv4().protocol(50).payload(query4().packet()))).hasSize(1);
        assertThat(layersOf(ipv4().fragment(1, 64, false).carrying(query4()))).hasSize(1);
    }

    @Test
    void shouldForgetTheTunnelBefore() {
        FrameDecoder decoder = new FrameDecoder();
        MatchFields fields = new MatchFields();
        UnsafeBuffer tunnel = ipv4().carrying(query4()).buffer();
        UnsafeBuffer plain = query4().buffer();

        decoder.decode(tunnel, tunnel.capacity(), fields);
        assertThat(decoder.hasInner()).isTrue();
        decoder.decode(plain, plain.capacity(), fields);
        assertThat(decoder.hasInner()).isFalse();
        decoder.decode(tunnel, tunnel.capacity(), fields);
        decoder.decodeInner(tunnel, fields);
        assertThat(decoder.hasInner()).isFalse();
    }
}
