package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.LAN4;
import static org.sekimori.dataplane.frame.SampleFrames.LAN6;
import static org.sekimori.dataplane.frame.SampleFrames.WAN4;
import static org.sekimori.dataplane.frame.SampleFrames.WAN6;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;
import static org.sekimori.dataplane.frame.SampleFrames.tagged;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.MatchFields;

class FrameDecoderTest {
    private static final Decoded UDP4 = new Decoded("ok", 4, 17, "40000>3389", "unknown", "0:cb007109>0:c0000201");
    private static final Decoded UDP6 =
            new Decoded("ok", 6, 17, "40000>3389", "unknown", "20010db8ffff0000:9>20010db800000000:1");
    private static final int SYN = 0x02;

    @Test
    void shouldReadAnIpv4Datagram() {
        assertThat(Decoded.of(ipv4().udp(40000, 3389))).isEqualTo(UDP4);
    }

    @Test
    void shouldReadAnIpv4Segment() {
        assertThat(Decoded.of(ipv4().tcp(65535, 445, SYN)))
                .isEqualTo(new Decoded("ok", 4, 6, "65535>445", "request", UDP4.addresses()));
    }

    @Test
    void shouldReadAnIpv6Datagram() {
        assertThat(Decoded.of(ipv6().udp(40000, 3389))).isEqualTo(UDP6);
    }

    @Test
    void shouldReadAnIpv6Segment() {
        assertThat(Decoded.of(ipv6().tcp(0, 65535, SYN)))
                .isEqualTo(new Decoded("ok", 6, 6, "0>65535", "request", UDP6.addresses()));
    }

    @Test
    void shouldTellTheProtocolOfWhatHasNoPorts() {
        assertThat(Decoded.of(ipv4().protocol(1).payload("ping")))
                .isEqualTo(new Decoded("ok", 4, 1, "none", "unknown", UDP4.addresses()));
        assertThat(Decoded.of(ipv6().protocol(58).payload("solicitation")))
                .isEqualTo(new Decoded("ok", 6, 58, "none", "unknown", UDP6.addresses()));
        assertThat(Decoded.of(ipv6())).isEqualTo(new Decoded("ok", 6, 59, "none", "unknown", UDP6.addresses()));
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 40})
    void shouldLookBehindIpv4Options(int length) {
        assertThat(Decoded.of(ipv4().ipv4Options(new byte[length]).udp(40000, 3389)))
                .isEqualTo(UDP4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x8100, 0x88A8, 0x9100})
    void shouldLookBehindATagOfAnyTpid(int tpid) {
        assertThat(Decoded.of(
                        FrameBuilder.frame().vlan(tpid, 5).ipv4(WAN4, LAN4).udp(40000, 3389)))
                .isEqualTo(UDP4);
        assertThat(Decoded.of(
                        FrameBuilder.frame().vlan(tpid, 5).ipv6(WAN6, LAN6).udp(40000, 3389)))
                .isEqualTo(UDP6);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 8})
    void shouldLookBehindSeveralTags(int count) {
        assertThat(Decoded.of(tagged(count).ipv4(WAN4, LAN4).udp(40000, 3389))).isEqualTo(UDP4);
        assertThat(Decoded.of(tagged(count).ipv6(WAN6, LAN6).udp(40000, 3389))).isEqualTo(UDP6);
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 10, 300})
    void shouldCallIpBehindTooManyTagsUndecodableAndNothingElse(int count) {
        assertThat(Decoded.of(tagged(count).ipv4(WAN4, LAN4).udp(40000, 3389)).result())
                .isEqualTo("undecodable-tags");
        assertThat(Decoded.of(tagged(count).ipv6(WAN6, LAN6).udp(40000, 3389)).result())
                .isEqualTo("undecodable-tags");
        assertThat(Decoded.of(tagged(count).etherType(0x88CC).payload("lldp")).result())
                .isEqualTo("not-ip");
        assertThat(Decoded.of(tagged(count).cutTo(12 + 4 * count)).result()).isEqualTo("not-ip");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 38, 0x05DC, 0x0806, 0x8035, 0x8808, 0x8809, 0x888E, 0x88CC, 0x8863, 0xFFFF})
    void shouldCallOtherEtherTypesNotIp(int etherType) {
        assertThat(Decoded.of(ipv4().udp(40000, 3389).etherType(etherType)).result())
                .isEqualTo("not-ip");
        assertThat(Decoded.of(tagged(2).ipv4(WAN4, LAN4).udp(40000, 3389).etherType(etherType))
                        .result())
                .isEqualTo("not-ip");
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                IpProtocols.HOP_BY_HOP,
                IpProtocols.ROUTING,
                IpProtocols.AUTHENTICATION,
                IpProtocols.DESTINATION_OPTIONS,
                IpProtocols.MOBILITY,
                IpProtocols.HOST_IDENTITY,
                IpProtocols.SHIM6
            })
    void shouldLookBehindEveryExtensionHeader(int kind) {
        for (int length : new int[] {8, 16, 24, 264}) {
            assertThat(Decoded.of(ipv6().extension(kind, length).udp(40000, 3389)))
                    .as("length %d", length)
                    .isEqualTo(UDP6);
        }
    }

    @Test
    void shouldCountAnAuthenticationHeaderInWords() {
        assertThat(Decoded.of(ipv6().extension(IpProtocols.AUTHENTICATION, 12).udp(40000, 3389)))
                .isEqualTo(UDP6);
    }

    @Test
    void shouldLookBehindAllExtensionHeadersTogether() {
        assertThat(Decoded.of(SampleFrames.everyExtension().udp(40000, 3389))).isEqualTo(UDP6);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 253, 254})
    void shouldEndTheWalkAtWhatNobodyCanReadThrough(int protocol) {
        assertThat(Decoded.of(ipv6().protocol(protocol).payload("0123456789")))
                .isEqualTo(new Decoded("ok", 6, protocol, "none", "unknown", UDP6.addresses()));
    }

    @Test
    void shouldLookBehindAsManyExtensionHeadersAsItsBoundSays() {
        FrameBuilder atTheBound = ipv6();
        FrameBuilder pastTheBound = ipv6().extension(IpProtocols.HOP_BY_HOP, 8);
        for (int i = 0; i < Ipv6ExtensionHeader.MAX_HEADERS; i++) {
            atTheBound.extension(IpProtocols.DESTINATION_OPTIONS, 8);
            pastTheBound.extension(IpProtocols.DESTINATION_OPTIONS, 8);
        }

        assertThat(Decoded.of(atTheBound.udp(40000, 3389))).isEqualTo(UDP6);
        assertThat(Decoded.of(pastTheBound.udp(40000, 3389)).result()).isEqualTo("undecodable-extensions");
    }

    @Test
    void shouldFindThePortsInAFirstFragment() {
        assertThat(Decoded.of(ipv4().fragment(7, 0, true).udp(40000, 3389))).isEqualTo(UDP4);
        assertThat(Decoded.of(ipv6().fragmentHeader(7, 0, true).udp(40000, 3389)))
                .isEqualTo(UDP6);
    }

    @Test
    void shouldFindThePortsInAnAtomicFragment() {
        assertThat(Decoded.of(ipv6().fragmentHeader(7, 0, false).udp(40000, 3389)))
                .isEqualTo(UDP6);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 1480, 65504})
    void shouldTellTheProtocolOfALaterFragmentAndNoPorts(int offset) {
        for (boolean more : new boolean[] {true, false}) {
            assertThat(Decoded.of(ipv4().fragment(7, offset, more).protocol(17).payload("01234567")))
                    .isEqualTo(new Decoded("ok", 4, 17, "none", "unknown", UDP4.addresses()));
            assertThat(Decoded.of(
                            ipv6().fragmentHeader(7, offset, more).protocol(6).payload("01234567")))
                    .isEqualTo(new Decoded("ok", 6, 6, "none", "unknown", UDP6.addresses()));
        }
    }

    @Test
    void shouldTakeALengthOfZeroForTheFramesEnd() {
        assertThat(Decoded.of(ipv4().udp(40000, 3389).payload("query").falseIpLength(0)))
                .isEqualTo(UDP4);
        assertThat(Decoded.of(ipv6().udp(40000, 3389).payload("query").falseIpLength(0)))
                .isEqualTo(UDP6);
    }

    @Test
    void shouldTakeAJumbogramForOneThatGoesToTheFramesEnd() {
        byte[] datagram = {(byte) 0x9C, 0x40, 0x0D, 0x3D, 0, 0, 0, 0, 1, 2, 3, 4};
        byte[] jumboOption = {17, 0, (byte) 0xC2, 4, 0, 1, 0, 20};
        FrameBuilder jumbogram = ipv6().protocol(IpProtocols.HOP_BY_HOP)
                .payload(ByteBuffer.allocate(20).put(jumboOption).put(datagram).array())
                .falseIpLength(0);

        assertThat(Decoded.of(jumbogram)).isEqualTo(UDP6);
        assertThat(Decoded.of(jumbogram.buffer(), 40 + 14 + 65_556)).isEqualTo(UDP6);
    }

    @Test
    void shouldNotMindThatTheSnapLengthCutThePayload() {
        UnsafeBuffer head4 =
                ipv4().udp(40000, 3389).payload(new byte[1000]).cutTo(42).buffer();
        UnsafeBuffer head6 =
                ipv6().udp(40000, 3389).payload(new byte[1000]).cutTo(62).buffer();

        assertThat(Decoded.of(head4, 1042)).isEqualTo(UDP4);
        assertThat(Decoded.of(head6, 1062)).isEqualTo(UDP6);
    }

    @Test
    void shouldNotBelieveAWireLengthBelowTheBytesCaptured() {
        UnsafeBuffer frame = ipv4().udp(40000, 3389).payload("query").buffer();

        for (int wireLength : new int[] {Integer.MIN_VALUE, -1, 0, 20, 41}) {
            assertThat(Decoded.of(frame, wireLength)).isEqualTo(UDP4);
        }
    }

    @Test
    void shouldForgetTheFrameBefore() {
        FrameDecoder decoder = new FrameDecoder();
        MatchFields fields = new MatchFields();
        decoder.decode(ipv4().tcp(40000, 445, SYN).buffer(), 54, fields);
        UnsafeBuffer laterFragment = ipv4().fragment(7, 64, false).protocol(17).buffer();

        assertThat(Decoded.of(decoder.decode(laterFragment, laterFragment.capacity(), fields), fields))
                .isEqualTo(new Decoded("ok", 4, 17, "none", "unknown", UDP4.addresses()));
    }
}
