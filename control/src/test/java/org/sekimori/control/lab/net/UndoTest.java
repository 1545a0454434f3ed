package org.sekimori.control.lab.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UndoTest {
    private final List<String> done = new ArrayList<>();
    private final Undo undo = new Undo();

    @Test
    void shouldUndoNewestFirst() {
        undo.make(() -> done.add("make 1"), () -> done.add("undo 1"));
        undo.make(() -> done.add("make 2"), () -> done.add("undo 2"));

        undo.close();
        undo.close();

        assertThat(done).containsExactly("make 1", "make 2", "undo 2", "undo 1");
    }

    @Test
    void shouldUndoWhatWasMadeHalfWay() {
        assertThatThrownBy(() -> undo.make(
                        () -> {
                            throw new IOException("half-way");
                        },
                        () -> done.add("undo")))
                .isInstanceOf(LabFaultException.class)
                .hasMessageContaining("half-way");

        undo.close();

        assertThat(done).containsExactly("undo");
    }

    @Test
    void shouldGoOnUndoingWhenOneStepFails() {
        undo.make(() -> {}, () -> done.add("undo 1"));
        undo.make(() -> {}, () -> {
            throw new IllegalStateException("stuck");
        });

        assertThatThrownBy(undo::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("stuck");

        assertThat(done).containsExactly("undo 1");
    }

    @Test
    void shouldMakeNothingOnceClosed() {
        undo.close();

        assertThatThrownBy(() -> undo.make(() -> done.add("make"), () -> done.add("undo")))
                .isInstanceOf(LabFaultException.class);
        assertThat(done).isEmpty();
    }

    @Test
    void shouldLeaveEverythingWhenKept() {
        undo.make(() -> {}, () -> done.add("undo"));

        undo.keep();
        undo.close();

        assertThat(done).isEmpty();
    }
}
