package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Golden texts: each case in {@code findings.txt} is a policy and every line said about it. */
class PolicyReaderFindingsTest {
    private static final String CASE = "=== case: ";
    private static final String EXPECTED = "=== says";

    private record Golden(String name, String policy, List<String> findings) {}

    @TestFactory
    Stream<DynamicTest> shouldSayExactlyThis() throws IOException {
        List<Golden> cases = cases();
        assertThat(cases).hasSizeGreaterThan(40);
        return cases.stream()
                .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> {
                    PolicyReading reading = PolicyReader.read("p.yaml", golden.policy());
                    List<String> found =
                            reading.findings().stream().map(Finding::toString).toList();
                    assertThat(found).containsExactlyElementsOf(golden.findings());
                    boolean wrong = found.stream().anyMatch(line -> line.contains(" error: "));
                    assertThat(reading.hasErrors()).isEqualTo(wrong);
                    assertThat(reading.policy().isPresent()).isEqualTo(!wrong);
                }));
    }

    private static List<Golden> cases() throws IOException {
        List<Golden> cases = new ArrayList<>();
        String name = null;
        StringBuilder policy = new StringBuilder();
        List<String> findings = new ArrayList<>();
        boolean expected = false;
        for (String line : lines()) {
            if (line.startsWith(CASE)) {
                if (name != null) {
                    cases.add(new Golden(name, policy.toString(), List.copyOf(findings)));
                }
                name = line.substring(CASE.length());
                policy.setLength(0);
                findings.clear();
                expected = false;
            } else if (line.equals(EXPECTED)) {
                expected = true;
            } else if (expected) {
                if (!line.isBlank()) {
                    findings.add(line);
                }
            } else {
                policy.append(line).append('\n');
            }
        }
        cases.add(new Golden(name, policy.toString(), List.copyOf(findings)));
        return cases;
    }

    private static List<String> lines() throws IOException {
        try (InputStream resource = PolicyReaderFindingsTest.class.getResourceAsStream("findings.txt")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
