package org.sekimori.control.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.RuleHolder;

/** What a status says of rules: it is asked for often, and must come at once however many there are. */
final class CounterJsonTest {
    private static final Pattern RULE = Pattern.compile("\"name\":\"(r\\d+)\"");
    private static final int FEW = 1_024;
    private static final int MANY = 131_071;

    private final BoxCounters counters = new BoxCounters("wan", "lan", 1);

    private void haveRules(int count) {
        counters.ruleCounters(
                RuleHolder.NOBODY,
                IntStream.range(0, count).mapToObj(rule -> "r" + rule).toList());
    }

    private List<String> rulesIn(Writing writing) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            writing.write(json, counters);
            json.writeEndObject();
        }
        return RULE.matcher(text.toString())
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @Test
    void shouldNameFewRulesWhetherTheyHaveCountedOrNot() throws IOException {
        haveRules(FEW);
        assertThat(rulesIn(CounterJson::writeBrief)).hasSize(FEW);
    }

    @Test
    void shouldNameOfManyRulesThoseThatHaveCountedSomething() throws IOException {
        haveRules(MANY);
        counters.worker(0).countRule(MANY - 1, true, 60);
        counters.worker(0).countMonitored(5, 60);
        assertThat(rulesIn(CounterJson::writeBrief)).containsExactly("r5", "r" + (MANY - 1));
        assertThat(rulesIn(CounterJson::writeAll)).hasSize(MANY);
    }

    @Test
    void shouldNameNoMoreThanThatThoughAllHaveCounted() throws IOException {
        haveRules(MANY);
        IntStream.range(0, MANY).forEach(rule -> counters.worker(0).countRule(rule, false, 60));
        assertThat(rulesIn(CounterJson::writeBrief)).hasSize(FEW).contains("r0");
    }

    @Test
    void shouldPrintOnlyRulesThatHaveCounted() {
        haveRules(3);
        counters.worker(0).countRule(1, true, 60);
        StringWriter text = new StringWriter();
        CounterText.print(new PrintWriter(text), counters);
        assertThat(text.toString()).contains("rule r1").contains("1 dropped").doesNotContain("rule r0", "rule r2");
    }

    @FunctionalInterface
    private interface Writing {
        void write(JsonGenerator json, BoxCounters counters) throws IOException;
    }
}
