package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;

import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.MatchFields;

class FragmentTest {
    private static final String SHORT = "malformed-fragment-short";
    private static final String OVERWRITE = "malformed-fragment-overwrite";
    private static final String LENGTH = "malformed-fragment-length";
    private static final byte[] PART = new byte[16];

    private static List<String> resultsOf(FrameBuilder frame) {
        return DecodedLayer.all(frame).stream()
                .map(layer -> layer.decoded().result())
                .toList();
    }

    private static List<String> fragmentsOf(FrameBuilder frame) {
        return DecodedLayer.all(frame).stream().map(DecodedLayer::fragment).toList();
    }

    /** The decoder, after it has decoded all layers. */
    private static FrameDecoder decoded(FrameBuilder frame) {
        FrameDecoder decoder = new FrameDecoder();
        UnsafeBuffer bytes = frame.buffer();
        DecodedLayer.all(decoder, new MatchFields(), bytes, bytes.capacity(), LinkTypes.ETHERNET);
        return decoder;
    }

    @Test
    void shouldTellFirstLaterAndWhole() {
        assertThat(fragmentsOf(ipv4().fragment(0xFFFF, 0, true).udp(1, 2))).containsExactly("first 65535");
        assertThat(fragmentsOf(ipv4().fragment(7, 1480, true).protocol(17).payload(PART)))
                .containsExactly("later 7 at 1480");
        assertThat(fragmentsOf(ipv4().fragment(7, 65_480, false).protocol(17).payload("1")))
                .containsExactly("later 7 at 65480");
        assertThat(fragmentsOf(ipv4().fragment(7, 0, false).udp(1, 2))).containsExactly("whole");
        assertThat(fragmentsOf(ipv6().fragmentHeader(-2, 0, true).udp(1, 2))).containsExactly("first -2");
        assertThat(fragmentsOf(
                        ipv6().fragmentHeader(7, 1448, false).protocol(17).payload("1")))
                .containsExactly("later 7 at 1448");
    }

    @Test
    void shouldTakeAtomicFragmentsForWholePackets() {
        assertThat(fragmentsOf(ipv6().fragmentHeader(7, 0, false).udp(1, 2))).containsExactly("whole");
        assertThat(fragmentsOf(ipv6().fragmentHeader(7, 0, false)
                        .fragmentHeader(7, 0, false)
                        .udp(1, 2)))
                .containsExactly("whole");
        assertThat(fragmentsOf(ipv6().fragmentHeader(7, 0, false)
                        .fragmentHeader(8, 0, true)
                        .udp(1, 2)))
                .containsExactly("first 8");
        assertThat(fragmentsOf(ipv6().fragmentHeader(7, 0, true)
                        .fragmentHeader(8, 0, false)
                        .udp(1, 2)))
                .containsExactly("first 7");
    }

    @ParameterizedTest
    @CsvSource({"0, true", "64, true", "64, false"})
    void shouldNameASecondHeaderThatCutsAgain(int offset, boolean more) {
        assertThat(resultsOf(ipv6().fragmentHeader(7, 0, true)
                        .fragmentHeader(8, offset, more)
                        .udp(1, 2)))
                .containsExactly("malformed-fragment-nested");
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 56})
    void shouldNameALaterFragmentThatCouldOverwrite(int offset) {
        assertThat(resultsOf(ipv4().fragment(7, offset, false).protocol(17).payload(PART)))
                .containsExactly(OVERWRITE);
        assertThat(resultsOf(ipv6().fragmentHeader(7, offset, true).protocol(17).payload(PART)))
                .containsExactly(OVERWRITE);
    }

    @ParameterizedTest
    @CsvSource({"17, 0", "6, 0", "6, 8", "6, 16", "1, 0", "58, 0"})
    void shouldNameAFirstFragmentShorterThanItsTransportHeader(int protocol, int length) {
        byte[] head = new byte[length];

        assertThat(resultsOf(ipv4().fragment(7, 0, true).protocol(protocol).payload(head)))
                .containsExactly(SHORT);
        assertThat(resultsOf(
                        ipv6().fragmentHeader(7, 0, true).protocol(protocol).payload(head)))
                .containsExactly(SHORT);
    }

    @Test
    void shouldBeContentWithATcpHeaderWithoutAllOfItsOptions() {
        byte[] head = new byte[24];
        head[12] = (byte) 0xF0;

        assertThat(resultsOf(ipv4().fragment(7, 0, true).protocol(6).payload(head)))
                .containsExactly("ok");
    }

    @Test
    void shouldNameAFirstFragmentThatEndsInItsExtensionHeaders() {
        FrameBuilder chain = ipv6().fragmentHeader(7, 0, true)
                .extension(IpProtocols.DESTINATION_OPTIONS, 24)
                .udp(1, 2);

        assertThat(resultsOf(chain)).containsExactly("ok");
        assertThat(resultsOf(chain.falseIpLength(8 + 16))).containsExactly(SHORT);
        assertThat(resultsOf(chain.falseIpLength(8 + 24))).containsExactly(SHORT);
        assertThat(resultsOf(ipv4().fragment(7, 0, true)
                        .extension(IpProtocols.AUTHENTICATION, 24)
                        .falseIpLength(36)))
                .containsExactly(SHORT);
    }

    @Test
    void shouldHoldAllHeadersInsideAFirstFragmentToBeWhole() {
        byte[] inner = ipv4().udp(40000, 53).payload(new byte[60]).packet();
        for (int length = 8; length <= inner.length; length += 8) {
            List<String> results =
                    resultsOf(ipv6().fragmentHeader(7, 0, true).protocol(4).payload(Arrays.copyOf(inner, length)));
            assertThat(results).as("%d bytes", length).containsExactly("ok", length < 28 ? SHORT : "ok");
        }
        byte[] gre = {0x20, 0, 8, 0, 0, 0, 0, 1};
        assertThat(resultsOf(ipv4().fragment(7, 0, true).protocol(47).payload(gre)))
                .containsExactly("ok", SHORT);
        assertThat(resultsOf(ipv4().fragment(7, 0, true).protocol(47).payload(Arrays.copyOf(gre, 0))))
                .containsExactly("ok", SHORT);
        byte[] ethernet = {0, 0, 0x65, 0x58, 1, 2, 3, 4};
        assertThat(resultsOf(ipv4().fragment(7, 0, true).protocol(47).payload(ethernet)))
                .containsExactly("ok", SHORT);
    }

    @Test
    void shouldLetLengthsInsideAFirstFragmentGoPastIt() {
        byte[] inner6 = ipv6().udp(40000, 53).payload(new byte[1400]).packet();
        byte[] inner4 = ipv4().udp(40000, 53).payload(new byte[1400]).packet();

        assertThat(resultsOf(ipv4().fragment(7, 0, true).protocol(41).payload(Arrays.copyOf(inner6, 512))))
                .containsExactly("ok", "ok");
        assertThat(resultsOf(ipv6().fragmentHeader(7, 0, true).protocol(4).payload(Arrays.copyOf(inner4, 512))))
                .containsExactly("ok", "ok");
    }

    @Test
    void shouldNameAFragmentOfAnImpossibleLength() {
        assertThat(resultsOf(ipv4().fragment(7, 0, true).udp(1, 2).payload("odd")))
                .containsExactly(LENGTH);
        assertThat(resultsOf(ipv4().fragment(7, 64, true).protocol(17).payload("odd")))
                .containsExactly(LENGTH);
        assertThat(resultsOf(ipv4().fragment(7, 64, false).protocol(17).payload("odd")))
                .containsExactly("ok");
        assertThat(resultsOf(ipv6().fragmentHeader(7, 64, true).protocol(17).payload("odd")))
                .containsExactly(LENGTH);
        assertThat(resultsOf(ipv4().fragment(7, 65_512, false).protocol(1).payload("1234")))
                .containsExactly(LENGTH);
        assertThat(resultsOf(ipv4().fragment(7, 65_512, false).protocol(1).payload("123")))
                .containsExactly("ok");
        assertThat(resultsOf(
                        ipv6().fragmentHeader(7, 65_528, false).protocol(58).payload("12345678")))
                .containsExactly(LENGTH);
        assertThat(resultsOf(
                        ipv6().fragmentHeader(7, 65_528, false).protocol(58).payload("1234567")))
                .containsExactly("ok");
    }

    @Test
    void shouldSayHowFarAFirstFragmentWasRead() {
        assertThat(decoded(ipv4().fragment(7, 0, true).udp(1, 2)).judgedEnd()).isEqualTo(64);
        assertThat(decoded(ipv4().fragment(7, 0, true).udp(1, 2).payload(new byte[112]))
                        .judgedEnd())
                .as("a message may be looked at as far as it goes")
                .isEqualTo(120);
        assertThat(decoded(ipv4().fragment(7, 0, true).udp(1, 2).payload(new byte[1400]))
                        .judgedEnd())
                .isEqualTo(TransportLayer.MAX_LOOKED_AT);
        byte[] inner = ipv6().extension(IpProtocols.DESTINATION_OPTIONS, 264)
                .udp(40000, 53)
                .payload(new byte[1400])
                .packet();
        assertThat(decoded(ipv6().fragmentHeader(7, 0, true).protocol(41).payload(Arrays.copyOf(inner, 1024)))
                        .judgedEnd())
                .isEqualTo(40 + 264 + TransportLayer.MAX_LOOKED_AT);
    }

    @Test
    void shouldSayHowFarFragmentsInFragmentsWereRead() {
        byte[] inner =
                ipv4().fragment(9, 0, true).udp(1, 2).payload(new byte[1000]).packet();
        FrameDecoder decoder =
                decoded(ipv6().fragmentHeader(7, 0, true).protocol(4).payload(Arrays.copyOf(inner, 96)));

        assertThat(decoder.judgedEnd()).isEqualTo(decoder.judgedEnd(0)).isEqualTo(96);
        assertThat(decoder.judgedEnd(1)).isEqualTo(TransportLayer.MAX_LOOKED_AT);
    }
}
