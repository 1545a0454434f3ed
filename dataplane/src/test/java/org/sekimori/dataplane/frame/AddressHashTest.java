package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.dataplane.frame.SampleFrames.LAN4;
import static org.sekimori.dataplane.frame.SampleFrames.LAN6;
import static org.sekimori.dataplane.frame.SampleFrames.WAN4;
import static org.sekimori.dataplane.frame.SampleFrames.WAN6;
import static org.sekimori.dataplane.frame.SampleFrames.ipv4;
import static org.sekimori.dataplane.frame.SampleFrames.ipv6;
import static org.sekimori.dataplane.frame.SampleFrames.tagged;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressHashTest {
    private static final AddressHash HASH = new AddressHash(20_261_201);

    private static int hashOf(FrameBuilder frame) {
        return HASH.of(frame.buffer());
    }

    @Test
    void shouldBeTheSameForBothDirections() {
        assertThat(hashOf(FrameBuilder.frame().ipv4(LAN4, WAN4).udp(53, 9)))
                .isEqualTo(hashOf(ipv4().udp(9, 53)))
                .isPositive();
        assertThat(hashOf(FrameBuilder.frame().ipv6(LAN6, WAN6).udp(53, 9)))
                .isEqualTo(hashOf(ipv6().udp(9, 53)))
                .isPositive();
    }

    @Test
    void shouldBeTheSameForAllFragments() {
        assertThat(hashOf(ipv4().fragment(1, 64, false).protocol(17)))
                .isEqualTo(hashOf(ipv4().fragment(1, 0, true).udp(9, 53)));
        assertThat(hashOf(ipv6().fragmentHeader(1, 64, false).protocol(17)))
                .isEqualTo(hashOf(ipv6().fragmentHeader(1, 0, true).udp(9, 53)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 8})
    void shouldLookBehindTags(int count) {
        assertThat(hashOf(tagged(count).ipv4(WAN4, LAN4))).isEqualTo(hashOf(ipv4()));
        assertThat(hashOf(tagged(count).ipv6(WAN6, LAN6))).isEqualTo(hashOf(ipv6()));
    }

    @Test
    void shouldBeZeroForAnythingElse() {
        assertThat(hashOf(ipv4().etherType(0x0806))).isZero();
        assertThat(hashOf(tagged(9).ipv4(WAN4, LAN4))).isZero();
        assertThat(hashOf(tagged(1).cutTo(17))).isZero();
        assertThat(hashOf(ipv4().cutTo(33))).isZero();
        assertThat(hashOf(ipv6().cutTo(53))).isZero();
        assertThat(hashOf(ipv4().cutTo(0))).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 7, 8, 16})
    void shouldSpreadNeighbouringPairsEvenly(int workers) {
        int pairs = 64 * 64;
        int[] counts4 = new int[workers];
        int[] counts6 = new int[workers];
        for (int i = 0; i < 64; i++) {
            for (int j = 0; j < 64; j++) {
                counts4[hashOf(FrameBuilder.frame().ipv4("203.0.113." + i, "192.0.2." + j)) % workers]++;
                counts6[hashOf(FrameBuilder.frame().ipv6("2001:db8:1::" + i, "2001:db8:2::" + j)) % workers]++;
            }
        }
        int fair = pairs / workers;
        assertThat(IntStream.of(counts4).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(fair * 3 / 4, fair * 5 / 4));
        assertThat(IntStream.of(counts6).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(fair * 3 / 4, fair * 5 / 4));
    }

    /** 100,000 sources that all met one of 16 pipelines by one box's hash meet all of them by another's. */
    @Test
    void shouldNotLetSourcesBeChosenThatMeetOnePipeline() {
        AddressHash other = new AddressHash(20_261_202);
        int chosen = 0;
        int[] counts = new int[16];
        for (int source = 0; chosen < 4_096; source++) {
            FrameBuilder frame = FrameBuilder.frame()
                    .ipv4("203." + (source >> 16 & 0xFF) + '.' + (source >> 8 & 0xFF) + '.' + (source & 0xFF), LAN4);
            if (pipeline(HASH, frame) == 3) {
                chosen++;
                counts[pipeline(other, frame)]++;
            }
        }
        assertThat(IntStream.of(counts).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(128, 512));
    }

    @Test
    void shouldBeSecret() {
        assertThat(AddressHash.ofThisProcess().lowFactor()).isNotEqualTo(0x9E37_79B9_7F4A_7C15L);
        assertThat(new AddressHash(1).lowFactor()).isNotEqualTo(new AddressHash(2).lowFactor());
    }

    private static int pipeline(AddressHash hash, FrameBuilder frame) {
        return (int) ((long) hash.of(frame.buffer()) * 16 >>> 31);
    }
}
