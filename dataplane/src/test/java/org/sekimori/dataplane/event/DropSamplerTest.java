package org.sekimori.dataplane.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.Direction;

class DropSamplerTest {
    private static final EventOptions TIGHT = new EventOptions(1, 2, 10, 4, Drops.RING_BYTES);
    private static final EventOptions UNLIMITED =
            new EventOptions(100_000, 100_000, 100_000, 100_000, Drops.RING_BYTES);

    @Test
    void shouldTellWhatWasDroppedAndWhy() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();

        drops.drop(0, 1);

        DropEvent event = Drops.read(reader).get(0);
        assertThat(event.rule()).isEqualTo("ntp");
        assertThat(event.verdict()).isEqualTo("drop");
        assertThat(event.reason()).isEqualTo(Reason.NONE);
        assertThat(event.direction()).isEqualTo(Direction.INBOUND);
        assertThat(event.epoch()).isEqualTo(3);
        assertThat(event.ipVersion()).isEqualTo(4);
        assertThat(event.sourceLow()).isEqualTo(0xC633_6407L);
        assertThat(event.destinationLow()).isEqualTo(0xC000_0209L);
        assertThat(event.ipProtocol()).isEqualTo(17);
        assertThat(event.sourcePort()).isEqualTo(40_000);
        assertThat(event.destinationPort()).isEqualTo(389);
        assertThat(event.wireLength()).isEqualTo(60);
        assertThat(event.timeEpochNs()).isEqualTo(1_700_000_000_000_000_000L);
        assertThat(event.captured()).isEmpty();
    }

    @Test
    void shouldTellReasonsAndWatchedFrames() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();
        drops.packet.clear();
        drops.samplers.get(0).beginBatch(drops.nowNs, 9, true);
        drops.samplers.get(0).onDrop(drops.slot, drops.packet, -1, Reason.MALFORMED_IP_VERSION.ordinal());

        DropEvent event = Drops.read(reader).get(0);

        assertThat(event.rule()).isEmpty();
        assertThat(event.reason()).isEqualTo(Reason.MALFORMED_IP_VERSION);
        assertThat(event.verdict()).isEqualTo("monitored");
        assertThat(event.ipVersion()).isZero();
        assertThat(event.sourceLow()).isZero();
        assertThat(event.ipProtocol()).isEqualTo(-1);
    }

    @Test
    void shouldNotLetMatchesCrowdOutDrops() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();
        for (int i = 0; i < 1000; i++) {
            drops.match(0, 0);
            drops.match(0, 1);
            drops.match(0, 2);
        }

        List<DropEvent> matches = Drops.read(reader);
        assertThat(matches).extracting(DropEvent::verdict).containsOnly("match");
        assertThat(matches).as("those of one source").hasSize(2);
        drops.drop(0, 0);
        drops.drop(0, 0);
        assertThat(Drops.read(reader))
                .extracting(DropEvent::verdict, DropEvent::suppressedOfRule, DropEvent::suppressedOfSource)
                .containsExactly(tuple("drop", 0L, 0L), tuple("drop", 0L, 0L));
    }

    @Test
    void shouldBoundTheMatchesOfAllRulesTogether() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();
        for (int i = 0; i < 3000; i++) {
            drops.packet.ipv4(i, 1);
            drops.match(0, i % 3);
        }
        assertThat(Drops.read(reader)).as("twice a rule's burst of 4").hasSize(8);

        drops.passSeconds(10);
        drops.packet.ipv4(1 << 20, 1);
        drops.match(0, 0);
        assertThat(Drops.read(reader))
                .singleElement()
                .satisfies(event -> assertThat(event.suppressedOfRule()).isBetween(990L, 1000L));
    }

    @Test
    void shouldLimitASource() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();

        for (int i = 0; i < 1000; i++) {
            drops.drop(0, 0);
        }
        drops.dropFrom(0, 0, 0x0102_0304);

        List<DropEvent> events = Drops.read(reader);
        assertThat(events).hasSize(3);
        assertThat(events.get(2).sourceLow()).isEqualTo(0x0102_0304L);
        assertThat(events.get(2).suppressedOfRule()).isEqualTo(998);
        assertThat(events.get(2).suppressedOfSource()).isZero();
    }

    @Test
    void shouldSayHowManyWereSuppressedOfASource() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();
        for (int i = 0; i < 10; i++) {
            drops.drop(0, 0);
        }
        drops.passSeconds(1);
        drops.drop(0, 0);
        drops.drop(0, 0);

        List<DropEvent> events = Drops.read(reader);

        assertThat(events).hasSize(3);
        assertThat(events).extracting(DropEvent::suppressedOfSource).containsExactly(0L, 0L, 8L);
        assertThat(events).extracting(DropEvent::suppressedOfRule).containsExactly(0L, 0L, 8L);
    }

    @Test
    void shouldLimitARuleUnderForgedSourcesAndLeaveOtherRulesAlone() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();

        for (int i = 0; i < 100_000; i++) {
            drops.dropFrom(0, 0, i * 0x9E37_79B1);
        }
        drops.dropFrom(0, 1, 0x0102_0304);

        List<DropEvent> events = Drops.read(reader);
        assertThat(events).extracting(DropEvent::rule).containsExactly("cldap", "cldap", "cldap", "cldap", "ntp");
        drops.passSeconds(0.1);
        drops.dropFrom(0, 0, 0x0506_0708);
        assertThat(Drops.read(reader))
                .singleElement()
                .extracting(DropEvent::suppressedOfRule)
                .isEqualTo(99_996L);
    }

    @Test
    void shouldHoldTheRateOverTime() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();

        int told = 0;
        for (int ms = 0; ms < 60_000; ms++) {
            drops.passSeconds(0.001);
            drops.dropFrom(0, 0, ms);
            told += reader.poll(event -> {}, 10);
        }

        assertThat(told).isBetween(600, 604);
        assertThat(reader.lost()).isZero();
    }

    @Test
    void shouldTakeAnIpv6PrefixForOneSource() {
        Drops drops = new Drops(1, TIGHT);
        EventReader reader = drops.reader();

        for (int i = 0; i < 10; i++) {
            drops.packet.ipv6(0x2001_0DB8_0000_0001L, i, 0x2001_0DB8_0000_0002L, 1);
            drops.drop(0, 0);
        }
        drops.packet.ipv6(0x2001_0DB8_0000_0003L, 0, 0x2001_0DB8_0000_0002L, 1);
        drops.drop(0, 0);

        assertThat(Drops.read(reader))
                .hasSize(3)
                .last()
                .extracting(DropEvent::sourceHigh)
                .isEqualTo(0x2001_0DB8_0000_0003L);
    }

    @Test
    void shouldCarryTheFramesBeginningOnlyWhileAskedTo() {
        Drops drops = new Drops(1, UNLIMITED);
        EventReader reader = drops.reader();
        drops.frame(100);
        Arrays.fill(drops.slot.frame().byteArray(), (byte) 7);

        drops.drop(0, 0);
        drops.capture.begin(10, 64);
        drops.drop(0, 0);
        drops.capture.begin(10, DropCapture.MAX_SNAP_BYTES);
        drops.drop(0, 0);
        drops.passSeconds(60);
        drops.drop(0, 0);

        List<DropEvent> events = Drops.read(reader);
        assertThat(events).extracting(event -> event.captured().length).containsExactly(0, 64, 100, 0);
        assertThat(events.get(1).captured()).containsOnly(7);
    }

    @Test
    void shouldRefuseACaptureOutOfBounds() {
        DropCapture capture = new DropCapture();

        assertThatThrownBy(() -> capture.begin(-1, 10)).hasMessageContaining("seconds -1");
        assertThatThrownBy(() -> capture.begin(DropCapture.MAX_SECONDS + 1, 10)).hasMessageContaining("3601");
        assertThatThrownBy(() -> capture.begin(1, DropCapture.MAX_SNAP_BYTES + 1))
                .hasMessageContaining("2049");
    }

    @Test
    void shouldDivideARulesRateAmongWorkers() {
        EventOptions share = TIGHT.divided(4);

        assertThat(share.perRulePerSecond()).isEqualTo(2.5);
        assertThat(share.ruleBurst()).isEqualTo(1);
        assertThat(share.perSourcePerSecond()).isEqualTo(1);
    }

    @Test
    void shouldRefuseOptionsOutOfBounds() {
        assertThatThrownBy(() -> new EventOptions(0, 1, 1, 1, 1 << 15)).hasMessageContaining("perSourcePerSecond 0.0");
        assertThatThrownBy(() -> new EventOptions(1, 0, 1, 1, 1 << 15)).hasMessageContaining("sourceBurst 0");
        assertThatThrownBy(() -> new EventOptions(1, 1, Double.NaN, 1, 1 << 15)).hasMessageContaining("NaN");
    }
}
