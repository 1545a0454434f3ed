package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTypeTest {
    private static final Decoded UDP4 = Decoded.of(ipv4().udp(40000, 3389));
    private static final Decoded UDP6 = Decoded.of(ipv6().udp(40000, 3389));

    private static UnsafeBuffer frame(String head, FrameBuilder packet) {
        byte[] bytes = HexFormat.of().parseHex(head);
        return new UnsafeBuffer(
                HexFormat.of().parseHex(head + HexFormat.of().formatHex(packet.packet())),
                0,
                bytes.length + packet.packet().length);
    }

    private static Decoded decode(int linkType, UnsafeBuffer frame) {
        return DecodedLayer.all(frame, frame.capacity(), linkType).get(0).decoded();
    }

    @ParameterizedTest
    @CsvSource({
        "101, ''",
        "228, ''",
        "0, 02000000",
        "0, 00000002",
        "108, 00000002",
        "113, 00000001000602000000000100000800",
        "113, 000000010006020000000001000081000005" + "0800",
        "276, 0800000000000002000100060200000000010000",
        "276, 8864000000000002000100060200000000010000" + "110000010030" + "0021",
        "9, 0021",
        "9, 21",
        "9, ff030021",
        "9, ff0321",
        "50, ff030021",
        "50, 0f000800",
        "50, 8f000800",
        "104, 0f000800",
        "51, 1100000100300021",
        "9, 028100010140"
    })
    void shouldFindIpv4Behind(int linkType, String head) {
        assertThat(decode(linkType, frame(head, ipv4().udp(40000, 3389)))).isEqualTo(UDP4);
    }

    @ParameterizedTest
    @CsvSource({
        "101, ''",
        "229, ''",
        "0, 0a000000",
        "0, 18000000",
        "0, 0000001c",
        "0, 1e000000",
        "108, 00000018",
        "113, 000000010006020000000001000086dd",
        "113, 00000001000602000000000100000004" + "aaaa03000000" + "86dd",
        "276, 86dd000000000002000100060200000000010000",
        "9, 0057",
        "50, ff0357",
        "104, 8f0086dd",
        "51, 11000001003057"
    })
    void shouldFindIpv6Behind(int linkType, String head) {
        assertThat(decode(linkType, frame(head, ipv6().udp(40000, 3389)))).isEqualTo(UDP6);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 07000000",
        "113, 00000001000602000000000100000806",
        "113, 00000338000602000000000100000000",
        "276, 0004000000000002000100060200000000010000",
        "9, c021",
        "9, ff03c021",
        "50, 0f008035",
        "104, 0f000021",
        "51, 110000010030c021",
        "147, ''"
    })
    void shouldFindNoPacketBehind(int linkType, String head) {
        assertThat(decode(linkType, frame(head, ipv4().udp(40000, 3389))).result())
                .isEqualTo(Decoded.NOT_IP);
    }

    @ParameterizedTest
    @ValueSource(ints = {LinkTypes.RAW, LinkTypes.IPV4, LinkTypes.IPV6})
    void shouldHoldRawPacketsAgainstTheirVersion(int linkType) {
        UnsafeBuffer wrong = frame("", ipv4().falseVersion(5).udp(1, 2));

        assertThat(decode(linkType, wrong).result()).isEqualTo("malformed-ip-version");
        assertThat(decode(linkType, new UnsafeBuffer(0, 0)).result())
                .isEqualTo(linkType == LinkTypes.IPV6 ? "malformed-ipv6-header" : "malformed-ipv4-header");
    }

    @Test
    void shouldNotMixUpTheTwoRawTypesWithOneVersion() {
        assertThat(decode(LinkTypes.IPV4, frame("", ipv6().udp(1, 2))).result()).isEqualTo("malformed-ip-version");
        assertThat(decode(LinkTypes.IPV6, frame("", ipv4().udp(1, 2))).result()).isEqualTo("malformed-ip-version");
    }

    @Test
    void shouldHashAndReadTheSourceByLinkType() {
        UnsafeBuffer raw = frame("", ipv4());
        SourceAddress source = new SourceAddress();

        assertThat(AddressHash.ofThisProcess().of(raw, LinkTypes.RAW))
                .isEqualTo(AddressHash.ofThisProcess().of(ipv4().buffer()))
                .isPositive();
        assertThat(source.read(raw, LinkTypes.RAW)).isTrue();
        assertThat(source.low()).isEqualTo(0xCB007109L);
        assertThat(source.read(raw, LinkTypes.ETHERNET)).isFalse();
    }
}
