package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/state.md} say what the code does. */
class StateDocTest {
    private static final Path PAGE = Path.of("..", "docs", "state.md");
    private static final StateOptions SHIPPED = StateOptions.DEFAULT;
    private static final long SEED = 1;

    @Test
    void shouldNameTheLifetimesOfFlows() throws IOException {
        List<String> expected = Arrays.stream(FlowPhase.lifetimesNs())
                .mapToObj(StateDocTest::seconds)
                .toList();

        assertThat(cells("| flow |", 2)).isEqualTo(expected);
    }

    @Test
    void shouldNameTheLifetimesOfConnections() throws IOException {
        List<String> expected = Stream.of(
                        ConnectionMemory.HALF_OPEN_NS, ConnectionMemory.OPEN_NS, ConnectionMemory.ENDING_NS)
                .map(StateDocTest::seconds)
                .toList();

        assertThat(cells("| connection |", 2)).isEqualTo(expected);
    }

    @Test
    void shouldNameWhatEachMemoryHoldsAndTakes() throws IOException {
        assertThat(cells("| memory |", 2))
                .containsExactly(
                        number(SHIPPED.flows()),
                        number(SHIPPED.fragments()),
                        number(SHIPPED.buckets()),
                        number(SHIPPED.connections()));
        assertThat(cells("| memory |", 4))
                .containsExactly(
                        number(new FlowMemory(SHIPPED, SEED).memoryBytes()),
                        number(new FragmentMemory(SHIPPED, SEED).memoryBytes()),
                        number(new LimitMemory(SHIPPED, SEED).memoryBytes()),
                        number(new ConnectionMemory(SHIPPED, SEED).memoryBytes()));
        assertThat(cells("| memory |", 3))
                .containsExactly(
                        number(SHIPPED.flowsPerHost()) + " of an inside host",
                        number(SHIPPED.fragmentsPerHost()) + " of an inside host and direction",
                        "",
                        number(SHIPPED.connectionsPerSource()) + " of a source");
    }

    /** One column of the table that begins with that heading, without the heading. */
    private static List<String> cells(String heading, int column) throws IOException {
        List<String> lines = Files.readAllLines(PAGE);
        return lines.stream()
                .dropWhile(line -> !line.startsWith(heading))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> line.split("\\|")[column].strip())
                .toList();
    }

    private static String seconds(long ns) {
        return TimeUnit.NANOSECONDS.toSeconds(ns) + " s";
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
