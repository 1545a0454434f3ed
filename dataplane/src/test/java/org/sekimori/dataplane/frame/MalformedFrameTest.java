package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MalformedFrameTest {
    private static final int ETHERNET = 14;
    private static final int SYN = 0x02;

    private static String resultOf(FrameBuilder frame) {
        return Decoded.of(frame).result();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 6, 15})
    void shouldNameAVersionThatIsNot4(int version) {
        assertThat(resultOf(ipv4().falseVersion(version).udp(1, 2))).isEqualTo("malformed-ip-version");
        assertThat(resultOf(ipv4().falseVersion(version).udp(1, 2).cutTo(ETHERNET + 1)))
                .isEqualTo("malformed-ip-version");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 5, 7, 15})
    void shouldNameAVersionThatIsNot6(int version) {
        assertThat(resultOf(ipv6().falseVersion(version).udp(1, 2))).isEqualTo("malformed-ip-version");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 19})
    void shouldNameAnIpv4HeaderThatIsCutOff(int captured) {
        assertThat(resultOf(ipv4().udp(1, 2).cutTo(ETHERNET + captured))).isEqualTo("malformed-ipv4-header");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void shouldNameAnIpv4HeaderBelowFiveWords(int words) {
        assertThat(resultOf(ipv4().falseHeaderWords(words).udp(1, 2))).isEqualTo("malformed-ipv4-header");
    }

    @Test
    void shouldNameAnIpv4HeaderPastTheFrame() {
        assertThat(resultOf(ipv4().falseHeaderWords(8).udp(1, 2))).isEqualTo("malformed-ipv4-header");
        assertThat(resultOf(ipv4().ipv4Options(new byte[40]).udp(1, 2).cutTo(ETHERNET + 59)))
                .isEqualTo("malformed-ipv4-header");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 19, 29, 65535})
    void shouldNameAnIpv4LengthBelowTheHeaderOrPastTheFrame(int length) {
        assertThat(resultOf(ipv4().udp(1, 2).falseIpLength(length))).isEqualTo("malformed-ipv4-length");
    }

    @Test
    void shouldNameAnIpv4LengthBelowAHeaderWithOptions() {
        assertThat(resultOf(ipv4().ipv4Options(new byte[8]).udp(1, 2).falseIpLength(27)))
                .isEqualTo("malformed-ipv4-length");
    }

    @Test
    void shouldHoldTheIpv4LengthAgainstTheWireAndNotTheCapture() {
        FrameBuilder cut = ipv4().udp(1, 2).payload(new byte[100]).cutTo(60);

        assertThat(Decoded.of(cut.buffer(), 142).result()).isEqualTo("ok");
        assertThat(Decoded.of(cut.buffer(), 141).result()).isEqualTo("malformed-ipv4-length");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 39})
    void shouldNameAnIpv6HeaderThatIsCutOff(int captured) {
        assertThat(resultOf(ipv6().udp(1, 2).cutTo(ETHERNET + captured))).isEqualTo("malformed-ipv6-header");
    }

    @ParameterizedTest
    @ValueSource(ints = {9, 65535})
    void shouldNameAnIpv6LengthPastTheFrame(int length) {
        assertThat(resultOf(ipv6().udp(1, 2).falseIpLength(length))).isEqualTo("malformed-ipv6-length");
    }

    @Test
    void shouldHoldTheIpv6LengthAgainstTheWireAndNotTheCapture() {
        FrameBuilder cut = ipv6().udp(1, 2).payload(new byte[100]).cutTo(80);

        assertThat(Decoded.of(cut.buffer(), 162).result()).isEqualTo("ok");
        assertThat(Decoded.of(cut.buffer(), 161).result()).isEqualTo("malformed-ipv6-length");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 23})
    void shouldNameAnExtensionHeaderThatThePacketCutsOff(int there) {
        FrameBuilder frame =
                ipv6().extension(IpProtocols.DESTINATION_OPTIONS, 24).udp(1, 2);

        // a payload length of 0 would mean the end of the frame, so nothing there is the frame's own end
        FrameBuilder cut = there == 0 ? frame.falseIpLength(0).cutTo(ETHERNET + 40) : frame.falseIpLength(there);
        assertThat(resultOf(cut)).isEqualTo("malformed-ipv6-extension");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 23})
    void shouldNameAnExtensionHeaderThatTheCaptureCutsOff(int captured) {
        FrameBuilder frame =
                ipv6().extension(IpProtocols.DESTINATION_OPTIONS, 24).udp(1, 2);

        assertThat(Decoded.of(frame.cutTo(ETHERNET + 40 + captured).buffer(), 86)
                        .result())
                .isEqualTo("malformed-ipv6-extension");
    }

    @Test
    void shouldNameAFirstFragmentThatEndsBeforeItsTransportHeader() {
        assertThat(resultOf(ipv6().fragmentHeader(1, 0, true).protocol(17).payload("")))
                .isEqualTo("malformed-fragment-short");
        assertThat(resultOf(ipv4().fragment(1, 0, true).protocol(6).payload("8 bytes.")))
                .isEqualTo("malformed-fragment-short");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void shouldNameAUdpHeaderThatIsCutOff(int there) {
        assertThat(resultOf(ipv4().udp(1, 2).falseIpLength(20 + there).padTo(60)))
                .isEqualTo("malformed-transport");
        assertThat(Decoded.of(ipv4().udp(1, 2).cutTo(ETHERNET + 20 + there).buffer(), 42)
                        .result())
                .isEqualTo("malformed-transport");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 13, 14, 19})
    void shouldNameATcpHeaderThatIsCutOff(int there) {
        assertThat(resultOf(ipv4().tcp(1, 2, SYN).falseIpLength(20 + there).padTo(60)))
                .isEqualTo("malformed-transport");
        assertThat(Decoded.of(ipv6().tcp(1, 2, SYN).cutTo(ETHERNET + 40 + there).buffer(), 74)
                        .result())
                .isEqualTo("malformed-transport");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 9, 65535})
    void shouldNotMindAUdpLengthThatLies(int length) {
        assertThat(Decoded.of(ipv4().udp(1, 389).falseUdpLength(length)).ports())
                .isEqualTo("1>389");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 12, 13})
    void shouldCallAnEthernetHeaderThatIsCutOffNotIp(int captured) {
        assertThat(resultOf(ipv4().udp(1, 2).cutTo(captured))).isEqualTo("not-ip");
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 15, 16, 17})
    void shouldCallATagThatIsCutOffNotIp(int captured) {
        assertThat(resultOf(SampleFrames.tagged(1).ipv4("10.0.0.1", "10.0.0.2").cutTo(captured)))
                .isEqualTo("not-ip");
    }
}
