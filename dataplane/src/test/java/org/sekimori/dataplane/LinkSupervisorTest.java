package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.port.FakeLine;

class LinkSupervisorTest {
    private static final long LOOK_NS = 50_000_000L;

    private final FakeLine wan = new FakeLine("wan0");
    private final FakeLine lan = new FakeLine("lan0");
    private long nowNs = 1;
    private LinkSupervisor supervisor;

    @BeforeEach
    void start() {
        supervisor = new LinkSupervisor(() -> nowNs, true, wan, lan);
        pass(LinkSupervisor.SETTLE_NS);
    }

    @Test
    void shouldLeaveLivingLinesAlone() {
        assertThat(wan.isDown()).isFalse();
        assertThat(lan.isDown()).isFalse();
    }

    @Test
    void shouldCarryALostCarrierOverAtOnceAndBack() {
        wan.plugged(false);
        pass(LOOK_NS);
        assertThat(lan.isDown()).isTrue();
        assertThat(wan.isDown()).isFalse();

        wan.plugged(true);
        pass(LOOK_NS);
        assertThat(lan.isDown()).isFalse();
        assertThat(wan.counters().value(PortCounter.LINK_LOST)).isEqualTo(1);
        assertThat(lan.counters().value(PortCounter.LINK_LOST)).isZero();
        assertThat(lan.counters().value(PortCounter.LINK_MIRRORED)).isEqualTo(1);
    }

    @Test
    void shouldGiveALineThatWasLetGoTimeToComeUp() {
        wan.plugged(false);
        pass(LOOK_NS);
        lan.plugged(false);
        wan.plugged(true);
        pass(LOOK_NS);
        assertThat(lan.isDown()).isFalse();
        pass(LinkSupervisor.SETTLE_NS - 2 * LOOK_NS);
        assertThat(wan.isDown()).as("LAN may still be negotiating").isFalse();

        pass(3 * LOOK_NS);
        assertThat(wan.isDown()).as("LAN had its time").isTrue();
        lan.plugged(true);
        pass(LOOK_NS);
        assertThat(wan.isDown()).isFalse();
    }

    @Test
    void shouldHoldNeitherWhenBothAreUnplugged() {
        wan.plugged(false);
        lan.plugged(false);
        pass(2 * LinkSupervisor.SETTLE_NS);
        assertThat(wan.isDown()).isFalse();
        assertThat(lan.isDown()).isFalse();
    }

    @Test
    void shouldTreatAVanishedInterfaceAsALostLineAndTakeItBack() {
        lan.present(false);
        pass(LOOK_NS);
        assertThat(wan.isDown()).isTrue();
        assertThat(lan.counters().value(PortCounter.INTERFACE_VANISHED)).isEqualTo(1);

        lan.present(true);
        pass(2 * LOOK_NS);
        assertThat(lan.isPresent()).isTrue();
        assertThat(wan.isDown()).isFalse();
    }

    @Test
    void shouldTakeBackTheHeldPortItselfAfterItVanished() {
        wan.plugged(false);
        pass(LOOK_NS);
        lan.present(false);
        pass(LOOK_NS);
        lan.present(true);
        pass(2 * LOOK_NS);
        assertThat(lan.isDown()).as("WAN is still lost").isTrue();
        wan.plugged(true);
        pass(2 * LOOK_NS);
        assertThat(lan.isDown()).isFalse();
    }

    @Test
    void shouldLeaveTheOtherPortAloneWhenMirroringIsOff() {
        supervisor = new LinkSupervisor(() -> nowNs, false, wan, lan);
        wan.plugged(false);
        pass(2 * LinkSupervisor.SETTLE_NS);
        assertThat(lan.isDown()).isFalse();
    }

    private void pass(long durationNs) {
        for (long end = nowNs + durationNs; nowNs < end; ) {
            nowNs += LOOK_NS;
            supervisor.doWork();
        }
    }
}
