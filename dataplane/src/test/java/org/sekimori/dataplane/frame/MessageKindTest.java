package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.dns;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;
import static org.sekimori.dataplane.frame.SampleFrames.ntp;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageKindTest {
    private static final int DNS = 53;
    private static final int NTP = 123;
    private static final int SSDP = 1900;

    private static String kindOf(int destinationPort, byte[] payload) {
        String kind = Decoded.of(
                        ipv4().udp(40000, destinationPort).payload(payload).padTo(200))
                .kind();
        assertThat(Decoded.of(ipv6().udp(40000, destinationPort).payload(payload))
                        .kind())
                .as("the same over IPv6")
                .isEqualTo(kind);
        return kind;
    }

    private static String ssdpKindOf(String text) {
        return kindOf(SSDP, SampleFrames.text(text));
    }

    @Test
    void shouldTellDnsByItsResponseBit() {
        assertThat(kindOf(DNS, dns(12, true))).isEqualTo("reply");
        assertThat(kindOf(DNS, dns(12, false))).isEqualTo("request");
        assertThat(kindOf(DNS, dns(100, true))).isEqualTo("reply");
        assertThat(kindOf(DNS, dns(100, false))).isEqualTo("request");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 11})
    void shouldTakeAShortDnsMessageForARequest(int length) {
        assertThat(kindOf(DNS, dns(length, true))).isEqualTo("request");
    }

    @ParameterizedTest
    @CsvSource({"0,request", "1,request", "2,reply", "3,request", "4,reply", "5,reply", "6,request", "7,request"})
    void shouldTellNtpByItsMode(int mode, String kind) {
        assertThat(kindOf(NTP, ntp(48, mode))).isEqualTo(kind);
        assertThat(kindOf(NTP, ntp(68, mode))).isEqualTo(kind);
    }

    @Test
    void shouldTakeNtpControlAndPrivateForRequestsWhateverTheirResponseBitSays() {
        for (int mode : new int[] {6, 7}) {
            byte[] message = ntp(48, mode);
            message[0] |= (byte) 0x80;
            message[1] |= (byte) 0x80;
            assertThat(kindOf(NTP, message)).isEqualTo("request");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 47})
    void shouldTakeAShortNtpMessageForARequest(int length) {
        assertThat(kindOf(NTP, ntp(length, 4))).isEqualTo("request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "M-SEARCH * HTTP/1.1\r\n",
                "m-search * HTTP/1.1\r\n",
                "m-SeArCh",
                "\r\nM-SEARCH * HTTP/1.1\r\n",
                " \t\u000B\f\r\n NOTIFY * HTTP/1.1\r\n",
                "notify *",
                "NOTIFYING"
            })
    void shouldTakeTheTwoSsdpMethodsForRequests(String text) {
        assertThat(ssdpKindOf(text)).isEqualTo("request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\n",
                " HTTP/1.1 200 OK\r\n",
                "M SEARCH * HTTP/1.1\r\n",
                "M\rSEARCH * HTTP/1.1\r\n",
                "M-SEARCX * HTTP/1.1\r\n",
                "NOTIF * HTTP/1.1\r\n",
                "\0M-SEARCH * HTTP/1.1\r\n",
                "\u0012\u0034\u0081\u0080\0\1\0\1\0\0\0\0"
            })
    void shouldTakeAnythingElseAtTheSsdpPortForAReply(String text) {
        assertThat(ssdpKindOf(text)).isEqualTo("reply");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP", "HTTP/1.", "          HTTP/1.", "                          "})
    void shouldTakeAShortSsdpMessageForARequest(String text) {
        assertThat(ssdpKindOf(text)).isEqualTo("request");
    }

    @Test
    void shouldTakeAnSsdpMessageBehindTooMuchWhiteSpaceForARequest() {
        assertThat(ssdpKindOf(" ".repeat(SsdpMessage.MAX_LEADING_SPACE) + "HTTP/1.1 200 OK"))
                .isEqualTo("reply");
        assertThat(ssdpKindOf(" ".repeat(SsdpMessage.MAX_LEADING_SPACE + 1) + "HTTP/1.1 200 OK"))
                .isEqualTo("request");
    }

    @Test
    void shouldNotTakePaddingForPayload() {
        // eleven bytes of DNS, and a padding that would make it twelve
        byte[] short4 = ipv4().udp(1, DNS).payload(dns(11, true)).padTo(60).bytes();
        assertThat(Decoded.of(new UnsafeBuffer(short4)).kind()).isEqualTo("request");
    }

    @Test
    void shouldBoundTheMessageByASaneUdpLength() {
        assertThat(Decoded.of(ipv4().udp(1, DNS).payload(dns(40, true)).falseUdpLength(8 + 11))
                        .kind())
                .isEqualTo("request");
        assertThat(Decoded.of(ipv4().udp(1, DNS).payload(dns(40, true)).falseUdpLength(8 + 12))
                        .kind())
                .isEqualTo("reply");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 49, 65535})
    void shouldBoundTheMessageByTheIpLengthWhereTheUdpLengthLies(int length) {
        assertThat(Decoded.of(ipv4().udp(1, DNS).payload(dns(40, true)).falseUdpLength(length))
                        .kind())
                .isEqualTo("reply");
    }

    @Test
    void shouldJudgeAMessageThatTheSnapLengthCutByWhatIsThere() {
        FrameBuilder reply = ipv4().udp(1, NTP).payload(ntp(48, 4));

        assertThat(Decoded.of(reply.cutTo(43).buffer(), 90).kind()).isEqualTo("reply");
        assertThat(Decoded.of(reply.cutTo(42).buffer(), 90).kind()).isEqualTo("request");
    }

    @ParameterizedTest
    @CsvSource({
        "0x02,request",
        "0xC2,request",
        "0x0A,request",
        "0x12,reply",
        "0x10,reply",
        "0x18,reply",
        "0x04,reply",
        "0x00,reply"
    })
    void shouldTakeASynWithoutAckForARequest(int flags, String kind) {
        assertThat(Decoded.of(ipv4().tcp(1, 445, flags)).kind()).isEqualTo(kind);
        assertThat(Decoded.of(ipv4().tcp(1, DNS, flags)).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 52, 54, 3389, 5353, 65535})
    void shouldKnowNothingOfOtherUdpPorts(int port) {
        assertThat(kindOf(port, dns(40, true))).isEqualTo("unknown");
    }

    @Test
    void shouldNotGoByTheSourcePort() {
        assertThat(Decoded.of(ipv4().udp(DNS, 40000).payload(dns(40, true))).kind())
                .isEqualTo("unknown");
    }
}
