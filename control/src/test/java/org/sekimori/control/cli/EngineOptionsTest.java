package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.state.StateOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

final class EngineOptionsTest {
    @Command
    private static final class Engine {
        @Mixin
        private EngineOptions options;
    }

    private static BoxOptions box(String... more) {
        Engine engine = new Engine();
        String[] words = Stream.concat(Stream.of("--wan", "wan0", "--lan", "lan0"), List.of(more).stream())
                .toArray(String[]::new);
        new CommandLine(engine).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words);
        return engine.options.box();
    }

    @Test
    void shouldHaveRoomForALineOfAGigabit() {
        assertThat(box().portSlots()).isEqualTo(16384);
        assertThat(box().pipeline().memory()).isEqualTo(StateOptions.DEFAULT);
    }

    @Test
    void shouldTakeAnEighthOnASmallMachine() {
        BoxOptions small = box("--memory", "small");

        assertThat(small.portSlots()).isEqualTo(2048);
        assertThat(small.pipeline().ringSlots()).isEqualTo(2048);
        assertThat(small.pipeline().memory().flows()).isEqualTo(StateOptions.DEFAULT.flows() / 8);
        assertThat(small.pipeline().memory().connections()).isEqualTo(StateOptions.DEFAULT.connections() / 8);
    }

    @Test
    void shouldTakeTheRingsThatAreAskedFor() {
        assertThat(box("--memory", "small", "--port-slots", "8192").portSlots()).isEqualTo(8192);
    }
}
