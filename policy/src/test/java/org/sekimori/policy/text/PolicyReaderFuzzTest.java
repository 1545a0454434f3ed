package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.ReferenceMatcher;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.compile.PolicyTooLargeException;

/** Any text is either refused with a finding or makes a table that judges as its rules say. */
class PolicyReaderFuzzTest {
    private static final int PACKETS = 20;

    /** The shipped policy, the manual's examples, and every text the reader has a finding for. */
    static Stream<byte[]> seeds() throws IOException {
        Pattern example = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
        Pattern finding = Pattern.compile("=== case: .*?\n(.*?)=== says", Pattern.DOTALL);
        return Stream.of(
                        Stream.of(ShippedPolicy.text()),
                        texts(example, Files.readString(Path.of("..", "docs", "policy.md"))),
                        texts(finding, resource("findings.txt")))
                .flatMap(texts -> texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<String> texts(Pattern pattern, String within) {
        return pattern.matcher(within).results().map((MatchResult match) -> match.group(1));
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = PolicyReaderFuzzTest.class.getResourceAsStream("/org/sekimori/policy/text/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldRefuseOrCompileAnyText(byte[] text) {
        PolicyReading reading = PolicyReader.read("fuzz.yaml", new String(text, StandardCharsets.UTF_8));
        for (Finding finding : reading.findings()) {
            if (finding.toString().contains("\n") || finding.line() < 1 || finding.column() < 1) {
                throw new AssertionError("not one line with a place: " + finding);
            }
        }
        if (reading.policy().isEmpty()) {
            assertThat(reading.findings()).isNotEmpty();
            return;
        }
        compileAndJudge(reading.policy().get(), Arrays.hashCode(text));
    }

    private static void compileAndJudge(Policy policy, long seed) {
        PolicyTable table;
        try {
            table = PolicyTable.over(PolicyCompiler.compile(policy));
        } catch (PolicyTooLargeException tooLarge) {
            return;
        }
        ReferenceMatcher reference = new ReferenceMatcher(policy);
        RandomPolicies random = new RandomPolicies(seed);
        MatchFields fields = new MatchFields();
        for (int i = 0; i < PACKETS; i++) {
            random.packet(fields);
            ReferenceMatcher.Judgement expected = reference.judge(fields, PacketMemory.NONE);
            int verdict = table.evaluate(fields, PacketMemory.NONE);
            if (Verdict.isDrop(verdict) != expected.drop() || Verdict.ruleIndex(verdict) != expected.ruleIndex()) {
                throw new AssertionError("packet " + i + " of seed " + seed + ": " + expected);
            }
        }
    }
}
