package org.sekimori.control.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.sekimori.control.DocTable;

/** The table of {@code docs/metrics.md} says what the enum says. */
class MetricsDocTest {
    @Test
    void shouldListEveryMetric() throws IOException {
        List<String> expected =
                Arrays.stream(MetricFamily.values()).map(MetricsDocTest::row).toList();

        assertThat(DocTable.rows("metrics.md", "## All metrics")).isEqualTo(expected);
    }

    private static String row(MetricFamily family) {
        String labels = family.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + family.metricName() + "` | " + family.type().word() + " | " + labels + " | " + family.help()
                + " |";
    }
}
