package org.sekimori.dataplane.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.policy.Direction;

class SourceAddressRuleTest {
    private static final String MACS = "020000000001020000000002";
    private static final String IPV4 = "0800" + "4500001c000000004011" + "0000";
    private static final String IPV6 = "86dd" + "60000000" + "00083a40";
    private static final String INSIDE_4 = "c0a80105";
    private static final String OUTSIDE_4 = "c0a80205";
    private static final String INSIDE_6 = "20010db8000000010000000000000005";
    private static final String OUTSIDE_6 = "20010db8000000020000000000000005";

    /** 192.168.1.0/24 and 2001:db8:0:1::/64. */
    private final DirectionRule rule = DirectionRule.bySource((version, high, low) ->
            version == 4 ? low >>> 8 == 0xC0A801L && high == 0 : high == 0x2001_0DB8_0000_0001L);

    @ParameterizedTest(name = "tags {0}")
    @CsvSource({
        "''",
        "8100000a",
        "81000000",
        "88a8000a8100000b",
        "9100000181000002",
        "8100000181000002810000038100000481000005"
    })
    void shouldSeeTheSourceBehindTags(String tags) {
        assertThat(of(MACS + tags + IPV4 + INSIDE_4 + OUTSIDE_4)).isEqualTo(Direction.OUTBOUND);
        assertThat(of(MACS + tags + IPV4 + OUTSIDE_4 + INSIDE_4)).isEqualTo(Direction.INBOUND);
        assertThat(of(MACS + tags + IPV6 + INSIDE_6 + OUTSIDE_6)).isEqualTo(Direction.OUTBOUND);
        assertThat(of(MACS + tags + IPV6 + OUTSIDE_6 + INSIDE_6)).isEqualTo(Direction.INBOUND);
    }

    @Test
    void shouldTakeWhatIsNotIpForInbound() {
        assertThat(of(MACS + "0806" + "0001080006040001" + "020000000001" + INSIDE_4))
                .isEqualTo(Direction.INBOUND);
        assertThat(of("")).isEqualTo(Direction.INBOUND);
    }

    @Test
    void shouldTakeAFrameCutBeforeItsSourceForInbound() {
        for (String whole : new String[] {MACS + "8100000a" + IPV4 + INSIDE_4, MACS + "8100000a" + IPV6 + INSIDE_6}) {
            byte[] bytes = HexFormat.of().parseHex(whole);
            for (int length = 0; length < bytes.length; length++) {
                assertThat(of(Arrays.copyOf(bytes, length))).isEqualTo(Direction.INBOUND);
            }
            assertThat(of(bytes)).isEqualTo(Direction.OUTBOUND);
        }
    }

    @ParameterizedTest(name = "link headers {0}")
    @ValueSource(
            strings = {
                "8864110000010000" + "0021",
                "8100000588641100000100000021",
                "8847" + "00010140",
                "0000" + "aaaa03000000" + "0800"
            })
    void shouldSeeTheSourceBehindOtherLinkHeaders(String headers) {
        String packet = IPV4.substring(4);

        assertThat(of(MACS + headers + packet + INSIDE_4 + OUTSIDE_4)).isEqualTo(Direction.OUTBOUND);
        assertThat(of(MACS + headers + packet + OUTSIDE_4 + INSIDE_4)).isEqualTo(Direction.INBOUND);
    }

    @Test
    void shouldSeeTheSourceInOtherLinkTypes() {
        byte[] raw = HexFormat.of().parseHex(IPV4.substring(4) + INSIDE_4 + OUTSIDE_4);

        assertThat(rule.of(new CaptureFrame(raw, raw.length, 0, 1, LinkTypes.RAW)))
                .isEqualTo(Direction.OUTBOUND);
        assertThat(rule.of(new CaptureFrame(raw, raw.length, 0, 1, LinkTypes.ETHERNET)))
                .isEqualTo(Direction.INBOUND);
    }

    private Direction of(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    private Direction of(byte[] bytes) {
        return rule.of(new CaptureFrame(bytes, bytes.length, 0, 1));
    }
}
