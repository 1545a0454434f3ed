package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.OriginTally.Count;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.state.StateOptions;

/** Which frames a worker samples for where they come from, and what it makes of them. */
class OriginSampleTest {
    private static final int WAN = 0;
    private static final int LAN = 1;

    private final BoxCounters counters = new BoxCounters("wan", "lan", 1);
    private final OriginTally origins = new OriginTally();
    private final JudgeSeat seat = seat();
    private final FrameSlot slot = new FrameSlot();

    private JudgeSeat seat() {
        PolicySource policies = new PolicySource(JudgeBench.table("lan-nets: [192.168.0.0/16]\nrules: []\n"), counters);
        WorkerMemory memory =
                new WorkerMemory(StateOptions.DEFAULT.divided(64), 1, FrameClock.MACHINE, counters.worker(0));
        FrameJudge judge = new FrameJudge(counters.worker(0), memory, DropListener.NONE).tallyOrigins(origins);
        return new JudgeSeat(judge, policies, WhatIfSource.NONE, 0, FaultListener.RETHROWING);
    }

    @Test
    void shouldSampleBothPortsInTurnHoweverFullBatchesAre() {
        for (int batch = 0; batch < 100; batch++) {
            seat.beginBatch(batch);
            for (int i = 0; i < 32; i++) {
                judge(WAN, "20.1.2.3", "192.168.1.9");
            }
            for (int i = 0; i < 32; i++) {
                judge(LAN, "192.168.1.9", "20.1.2.3");
            }
        }
        assertThat(origins.count(WAN, Count.INWARD)).isEqualTo(50);
        assertThat(origins.count(LAN, Count.OUTWARD)).isEqualTo(50);
        assertThat(origins.count(LAN, Count.LAN_NETS)).isEqualTo(50);
        assertThat(origins.count(WAN, Count.LAN_NETS)).isZero();
    }

    @Test
    void shouldSampleOnePortWhileTheOtherIsQuiet() {
        for (int batch = 0; batch < 100; batch++) {
            seat.beginBatch(batch);
            seat.beginBatch(batch);
            judge(LAN, "192.168.1.9", "20.1.2.3");
        }
        assertThat(origins.count(LAN, Count.PACKETS)).isEqualTo(50);
    }

    @Test
    void shouldPassOverWhatCarriesNoIp() {
        for (int batch = 0; batch < 10; batch++) {
            seat.beginBatch(batch);
            judge(
                    batch % 2,
                    FrameBuilder.frame().etherType(0x0806).payload(new byte[28]).bytes());
        }
        assertThat(origins.count(WAN, Count.PACKETS) + origins.count(LAN, Count.PACKETS))
                .isZero();
    }

    private void judge(int port, String source, String destination) {
        judge(
                port,
                FrameBuilder.frame().ipv4(source, destination).udp(1000, 2000).bytes());
    }

    private void judge(int port, byte[] frame) {
        slot.frame().wrap(frame);
        slot.received(frame.length, 0, 0);
        slot.ingress(port);
        seat.judge(slot);
    }
}
