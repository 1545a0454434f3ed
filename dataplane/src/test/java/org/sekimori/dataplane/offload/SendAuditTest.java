package org.sekimori.dataplane.offload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SendAuditTest {
    private final List<String> said = new ArrayList<>();
    private long given = 1_000;
    private OptionalLong sent = OptionalLong.of(50_000);
    private long lost;
    private long nowNs;
    private final SendAudit audit = new SendAudit("lan0", () -> given, () -> sent, more -> lost += more, said::add);

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            nowNs += SendAudit.LOOK_NS;
            audit.beforeCounting();
            audit.look(nowNs);
        }
    }

    private void forward(long frames, long ofThemSent) {
        given += frames;
        sent = OptionalLong.of(sent.getAsLong() + ofThemSent);
    }

    @Test
    void shouldFindNothingWhereAllIsSent() {
        look(1);
        for (int i = 0; i < 20; i++) {
            forward(1_000, 1_000);
            look(1);
        }
        assertThat(lost).isZero();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldForgiveWhatWaitsInAQueue() {
        look(1);
        forward(1_000, 400);
        look(SendAudit.LOOKS - 1);
        forward(0, 600);
        look(20);
        assertThat(lost).isZero();
    }

    @Test
    void shouldCountADifferenceThatLastsOnce() {
        look(1);
        forward(1_000, 980);
        look(SendAudit.LOOKS - 1);
        assertThat(lost).isZero();
        look(10);
        assertThat(lost).isEqualTo(20);
        assertThat(said).singleElement().asString().contains("20 frames were passed and not sent by lan0");

        forward(10, 5);
        look(2 * SendAudit.LOOKS);
        assertThat(lost).isEqualTo(25);
        assertThat(said).as("a line a minute").hasSize(1);
        look(60);
        assertThat(said).hasSize(2);
    }

    @Test
    void shouldBeginAnewWithAnotherInterface() {
        look(1);
        sent = OptionalLong.empty();
        look(1);
        given += 100;
        sent = OptionalLong.of(3);
        look(10);
        assertThat(lost).isZero();
        forward(50, 40);
        look(10);
        assertThat(lost).isEqualTo(10);
    }
}
