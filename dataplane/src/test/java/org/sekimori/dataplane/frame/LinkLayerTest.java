package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.LAN4;
import static org.sekimori.dataplane.frame.SampleFrames.LAN6;
import static org.sekimori.dataplane.frame.SampleFrames.WAN4;
import static org.sekimori.dataplane.frame.SampleFrames.WAN6;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;

import java.util.List;
import java.util.function.UnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkLayerTest {
    private static final Decoded UDP4 = Decoded.of(ipv4().udp(40000, 3389));
    private static final Decoded UDP6 = Decoded.of(ipv6().udp(40000, 3389));

    static final List<UnaryOperator<FrameBuilder>> WRAPPINGS = List.of(
            frame -> frame.pppoe(1),
            frame -> frame.pppoeCompressed(1),
            frame -> frame.snap(0),
            frame -> frame.snap(0xF8),
            frame -> frame.mpls(16),
            frame -> frame.mpls(16).mpls(17).mpls(18).mpls(19),
            frame -> frame.mpls(16).innerEthernet(true),
            frame -> frame.mpls(16).innerEthernet(false),
            frame -> frame.extenderTag(),
            frame -> frame.extenderTag().vlan(0x8100, 1),
            frame -> frame.vlan(0x8100, 1).pppoe(1),
            frame -> frame.vlan(0x88A8, 1).vlan(0x8100, 2).pppoe(1).mpls(3),
            frame -> frame.vlan(0x8100, 1).snap(0),
            frame -> frame.snap(0).vlan(0x8100, 1),
            frame -> frame.snap(0).vlan(0x8100, 1).snap(0),
            frame -> frame.snap(0).pppoe(7),
            frame -> frame.mpls(16).innerEthernet(true).vlan(0x9100, 2).pppoe(9),
            frame -> frame.innerEthernet(false).vlan(0x8100, 2));

    private static FrameBuilder frame() {
        return FrameBuilder.frame();
    }

    private static String resultOf(FrameBuilder frame) {
        return Decoded.of(frame).result();
    }

    @ParameterizedTest
    @FieldSource("WRAPPINGS")
    void shouldLookBehind(UnaryOperator<FrameBuilder> wrapping) {
        FrameBuilder wrapped4 = wrapping.apply(frame()).ipv4(WAN4, LAN4).udp(40000, 3389);
        FrameBuilder wrapped6 = wrapping.apply(frame()).ipv6(WAN6, LAN6).udp(40000, 3389);

        assertThat(Decoded.of(wrapped4)).isEqualTo(UDP4);
        assertThat(Decoded.of(wrapped6)).isEqualTo(UDP6);
        assertThat(AddressHash.ofThisProcess().of(wrapped4.buffer()))
                .isEqualTo(AddressHash.ofThisProcess().of(ipv4().buffer()));
        assertThat(AddressHash.ofThisProcess().of(wrapped6.buffer()))
                .isEqualTo(AddressHash.ofThisProcess().of(ipv6().buffer()));
    }

    @Test
    void shouldLookBehindLlcsOwnNumberForIpv4() {
        assertThat(Decoded.of(frame().llcIpv4().ipv4(WAN4, LAN4).udp(40000, 3389)))
                .isEqualTo(UDP4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0xC021, 0x8021, 0x8057, 0x002D, 0x00FD, 0x003D, 0xC223})
    void shouldCallOtherPppProtocolsNotIp(int protocol) {
        assertThat(resultOf(frame().pppoe(1).etherType(protocol).payload("link control")))
                .isEqualTo(Decoded.NOT_IP);
    }

    @Test
    void shouldCallPppoeDiscoveryNotIp() {
        byte[] session = frame().pppoe(1).ipv4(WAN4, LAN4).udp(1, 53).bytes();
        session[13] = 0x63;

        assertThat(Decoded.of(new UnsafeBuffer(session)).result()).isEqualTo(Decoded.NOT_IP);
    }

    @Test
    void shouldCallOtherLlcNotIp() {
        for (int offset : new int[] {0, 1, 2, 3, 5}) {
            byte[] snap = frame().snap(0).ipv4(WAN4, LAN4).udp(1, 53).bytes();
            snap[14 + offset] ^= 0x40;
            assertThat(Decoded.of(new UnsafeBuffer(snap)).result())
                    .as("byte %d", offset)
                    .isEqualTo(Decoded.NOT_IP);
        }
    }

    @Test
    void shouldNotTakeASnapTypeForALength() {
        assertThat(resultOf(frame().snap(0).etherType(0x0026).payload("aaaaaaaaaaaa")))
                .isEqualTo(Decoded.NOT_IP);
    }

    @Test
    void shouldBelieveIpAndNotPppoeNorIeee8023OfTheLength() {
        for (int lie : new int[] {0, 1, 30, 1500}) {
            byte[] pppoe = frame().pppoe(1).ipv4(WAN4, LAN4).udp(40000, 3389).bytes();
            pppoe[18] = (byte) (lie >> 8);
            pppoe[19] = (byte) lie;
            byte[] snap = frame().snap(0).ipv4(WAN4, LAN4).udp(40000, 3389).bytes();
            snap[12] = (byte) (lie >> 8);
            snap[13] = (byte) lie;

            assertThat(Decoded.of(new UnsafeBuffer(pppoe))).isEqualTo(UDP4);
            assertThat(Decoded.of(new UnsafeBuffer(snap))).isEqualTo(UDP4);
        }
    }

    @Test
    void shouldLeaveAnUnknownPseudoWireAlone() {
        assertThat(resultOf(frame().mpls(16).etherType(0x0806).payload(new byte[60])))
                .isEqualTo(Decoded.NOT_IP);
        assertThat(resultOf(
                        frame().mpls(16).innerEthernet(true).etherType(0x0806).payload(new byte[46])))
                .isEqualTo(Decoded.NOT_IP);
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16, 17, 18, 300})
    void shouldLookBehindAsManyHeadersAsItsBoundSays(int labels) {
        FrameBuilder frame = frame();
        FrameBuilder other = frame();
        for (int i = 0; i < labels; i++) {
            frame.mpls(i);
            other.mpls(i);
        }
        String expected = labels <= LinkWalk.MAX_HEADERS ? "ok" : "undecodable-tags";

        assertThat(resultOf(frame.ipv4(WAN4, LAN4).udp(1, 53))).isEqualTo(expected);
        assertThat(resultOf(other.payload(new byte[40]))).isEqualTo(Decoded.NOT_IP);
    }

    @Test
    void shouldCountExtenderTagsAsTags() {
        FrameBuilder frame = SampleFrames.tagged(LinkWalk.MAX_TAGS).extenderTag();

        assertThat(resultOf(frame.ipv6(WAN6, LAN6).udp(1, 53))).isEqualTo("undecodable-tags");
    }

    @Test
    void shouldReadTheSourceBehindAnyNumberOfTags() {
        SourceAddress source = new SourceAddress();

        assertThat(source.read(SampleFrames.tagged(30).ipv6(WAN6, LAN6).buffer(), LinkTypes.ETHERNET))
                .isTrue();
        assertThat(source.ipVersion()).isEqualTo(6);
        assertThat(source.high()).isEqualTo(0x2001_0DB8_FFFF_0000L);
        assertThat(source.low()).isEqualTo(9);
    }
}
