package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class StateOptionsTest {
    @Test
    void shouldDivideAmongWorkersWithoutTakingMore() {
        StateOptions part = StateOptions.DEFAULT.divided(3);

        assertThat(part.flows()).isEqualTo(StateOptions.DEFAULT.flows() / 3);
        assertThat(part.flowsPerHost()).isEqualTo(StateOptions.DEFAULT.flowsPerHost() / 3);
        assertThat(part.fragments()).isEqualTo(StateOptions.DEFAULT.fragments() / 3);
        assertThat(part.connections()).isEqualTo(StateOptions.DEFAULT.connections() / 3);
        assertThat(part.buckets()).isEqualTo(StateOptions.DEFAULT.buckets() / 4);
        assertThat(StateOptions.DEFAULT.divided(1)).isEqualTo(StateOptions.DEFAULT);
    }

    @Test
    void shouldLeaveSomethingForEachOfManyWorkers() {
        StateOptions least = new StateOptions(16, 1, 16, 1, 16, 16, 1);

        assertThat(least.divided(64)).isEqualTo(least);
    }

    @Test
    void shouldNameTheOptionThatIsOutOfBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StateOptions(15, 1, 16, 1, 16, 16, 1))
                .withMessage("flows 15: 16 to 16777216 is wanted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StateOptions(16, 17, 16, 1, 16, 16, 1))
                .withMessage("flowsPerHost 17: 1 to 16 is wanted");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StateOptions(16, 1, 16, 1, 48, 16, 1))
                .withMessage("buckets 48: a power of two is wanted");
    }
}
