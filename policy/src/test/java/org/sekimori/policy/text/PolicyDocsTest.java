package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;

class PolicyDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "policy.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldReadTheExamples() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(DOCS))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
        assertThat(examples).hasSize(3);
        for (String example : examples) {
            PolicyReading reading = PolicyReader.read("docs/policy.md", example);
            assertThat(reading.findings())
                    .allSatisfy(finding -> assertThat(finding.message()).contains("documentation, RFC"));
            PolicyTable table =
                    PolicyTable.over(PolicyCompiler.compile(reading.policy().orElseThrow()));
            assertThat(table.ruleCount()).isEqualTo(4);
        }
    }

    @Test
    void shouldNameEveryKey() throws IOException {
        String docs = Files.readString(DOCS);
        for (String key : RuleReader.KEYS) {
            assertThat(docs).contains("| `" + key + "` | ");
        }
        for (String key : PolicyReader.KEYS) {
            assertThat(docs).contains("| `" + key + "` | ");
        }
        for (String key : SetFileReader.KEYS) {
            assertThat(docs).contains("| `" + key + "` | ");
        }
        for (String key : LimitReader.KEYS) {
            assertThat(docs).contains("| `" + key + "` | ");
        }
    }
}
