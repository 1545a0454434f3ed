package org.sekimori.control.lab.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class OrderTest {
    @Test
    void shouldReadTheLineItWrites() {
        Order order =
                new Order(7, Order.Kind.FLOOD, "2001:db8::1", "2001:db8::2", 389, new byte[] {0, -1, 16}, 3_000, 9);

        Order read = Order.parse(order.line());

        assertThat(read).usingRecursiveComparison().isEqualTo(order);
    }

    @Test
    void shouldRefuseALineWithWordsMissing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Order.parse("1 FLOOD 192.0.2.1"));
    }

    @Test
    void shouldReadTheAnswerItWrites() {
        Answer answer = new Answer(7, Answer.Outcome.REFUSED, 1, 0, 0);

        assertThat(Answer.parse(answer.line())).isEqualTo(answer);
    }

    @Test
    void shouldTellTheAmplificationFactor() {
        Answer answer = new Answer(1, Answer.Outcome.ANSWERED, 1, 10, 4_400);

        assertThat(answer.text(8)).isEqualTo("8 -> 4400 bytes, factor 550.0");
        assertThat(new Answer(1, Answer.Outcome.SILENT, 1, 0, 0).text(8)).isEqualTo("silent");
    }
}
