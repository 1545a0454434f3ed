package org.sekimori.control.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

final class BoxTotalsTest {
    private static final String JSON = """
            {"ports":[{"name":"wan0","received-frames":7}],"directions":{"inbound":{"passed":1,"dropped":2}},
             "rules":[{"name":"cldap","passed":1,"dropped":3,"monitored":0},
                      {"name":"rpc","passed":0,"dropped":0,"monitored":9}],
             "reasons":[{"name":"malformed-ip","dropped":5}]}
            """;

    @Test
    void shouldReadTheCountsOfRules() throws IOException {
        BoxTotals totals = BoxTotals.parse(JSON);

        assertThat(totals.rules().keySet()).containsExactly("cldap", "rpc");
        assertThat(totals.of("cldap")).isEqualTo(new BoxTotals.Counts(3, 1, 0));
        assertThat(totals.of("rpc")).isEqualTo(new BoxTotals.Counts(0, 0, 9));
        assertThat(totals.of("nothing")).isEqualTo(new BoxTotals.Counts(0, 0, 0));
    }

    @Test
    void shouldAddUp() throws IOException {
        BoxTotals totals = new BoxTotals();
        totals.add(BoxTotals.parse(JSON));
        totals.add(BoxTotals.parse(JSON));

        assertThat(totals.of("cldap")).isEqualTo(new BoxTotals.Counts(6, 2, 0));
    }

    @Test
    void shouldSayWhenABoxPrintedNothing() {
        assertThatThrownBy(() -> BoxTotals.parse("")).isInstanceOf(IOException.class);
    }
}
