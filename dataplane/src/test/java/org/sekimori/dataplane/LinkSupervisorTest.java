package org.sekimori.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.line.LineStatus;
import org.sekimori.dataplane.line.LinkState;
import org.sekimori.dataplane.line.PortState;
import org.sekimori.dataplane.port.FakeLine;

class LinkSupervisorTest {
    private static final long LOOK_NS = 50_000_000L;

    private final FakeLine wan = new FakeLine("wan0");
    private final FakeLine lan = new FakeLine("lan0");
    private long nowNs = 1;
    private final BoxFile file = BoxFile.inMemory(BoxFileShape.of(1));
    private LinkSupervisor supervisor;

    @BeforeEach
    void start() {
        supervisor = supervisor(true);
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
        supervisor = supervisor(false);
        wan.plugged(false);
        pass(2 * LinkSupervisor.SETTLE_NS);
        assertThat(lan.isDown()).isFalse();
    }

    @Test
    void shouldTellThatBothLinksAreUp() {
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.UP);
        PortState port = line().wan();
        assertThat(port.sinceEpochMs()).isBetween(1_000L, 1_000 + nowNs / 1_000_000);
        assertThat(port.speedMbit()).isEqualTo(1000);
        assertThat(port.macText()).isEqualTo("02:00:00:00:00:01");
    }

    @Test
    void shouldTellTheLostLinkFromTheOneSetDownWithIt() {
        wan.plugged(false);
        pass(LOOK_NS);

        assertThat(line().wan().link()).isEqualTo(LinkState.NO_CARRIER);
        assertThat(line().lan().link()).isEqualTo(LinkState.HELD);
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.DOWN);
        assertThat(line().carries()).isFalse();

        wan.plugged(true);
        pass(2 * LOOK_NS);
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.UP);
        assertThat(line().lan().changes()).isEqualTo(4);
    }

    @Test
    void shouldTellWhoSetALinkDown() {
        lan.setDown(true);
        pass(LOOK_NS);

        assertThat(line().lan().link()).isEqualTo(LinkState.DOWN);
        assertThat(line().wan().link()).isEqualTo(LinkState.HELD);
    }

    @Test
    void shouldTellAMissingInterfaceFromARenamedOne() {
        lan.present(false);
        pass(LOOK_NS);
        assertThat(line().lan().link()).isEqualTo(LinkState.MISSING);

        lan.present(true);
        pass(2 * LOOK_NS);
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.UP);
        lan.renamed("wrong0");
        pass(LOOK_NS);
        assertThat(line().lan().link()).isEqualTo(LinkState.RENAMED);
        assertThat(line().lan().detail()).isEqualTo("its name is wrong0 now");

        lan.renamed("");
        pass(2 * LOOK_NS);
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.UP);
    }

    @Test
    void shouldTellOfHalfALineWhereMirroringIsOff() {
        supervisor = supervisor(false);
        pass(LOOK_NS);
        wan.plugged(false);
        pass(LOOK_NS);

        assertThat(line().lan().link()).isEqualTo(LinkState.UP);
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.HALF);
    }

    @Test
    void shouldGiveALinkTimeToComeUpBeforeItCallsItLost() {
        wan.plugged(false);
        supervisor = supervisor(true);
        pass(LOOK_NS);
        assertThat(line().wan().link()).isEqualTo(LinkState.SETTLING);
        assertThat(line().condition()).isEqualTo(LineStatus.Condition.SETTLING);

        pass(LinkSupervisor.SETTLE_NS);
        assertThat(line().wan().link()).isEqualTo(LinkState.NO_CARRIER);
    }

    private LineStatus line() {
        return file.reader().status().line();
    }

    private LinkSupervisor supervisor(boolean mirrorCarrier) {
        return new LinkSupervisor(() -> nowNs, () -> 1_000 + nowNs / 1_000_000, mirrorCarrier, file.line(), wan, lan);
    }

    private void pass(long durationNs) {
        for (long end = nowNs + durationNs; nowNs < end; ) {
            nowNs += LOOK_NS;
            supervisor.doWork();
        }
    }
}
