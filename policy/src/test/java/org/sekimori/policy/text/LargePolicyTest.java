package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.Cidr;

/** Policies as long as generators write them; prints how long reading and looking through them takes. */
@Tag("slow")
class LargePolicyTest {
    private static final long SEED = 8_080;

    @ParameterizedTest
    @ValueSource(strings = {"acl", "ports", "wide"})
    void shouldReadManyRules(String shape) {
        int rules = 100_000;
        String text = text(shape, rules);
        long start = System.nanoTime();
        PolicyReading reading = PolicyReader.read("large", text);
        long took = System.nanoTime() - start;
        System.out.printf(
                "%s: %,d rules, %,d characters: %,d ms, %d findings%n",
                shape,
                rules,
                text.length(),
                took / 1_000_000,
                reading.findings().size());
        assertThat(reading.policy().orElseThrow().rules()).hasSize(rules);
    }

    private static String text(String shape, int rules) {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < rules; i++) {
            text.append("  - name: r").append(i).append("\n    direction: inbound\n    protocol: tcp\n");
            switch (shape) {
                case "acl" -> {
                    network(text, "sources", 8 + random.nextInt(25), random);
                    network(text, "destinations", 16 + random.nextInt(17), random);
                    text.append("    destination-ports: ")
                            .append(random.nextInt(1_024))
                            .append('\n');
                }
                case "ports" -> {
                    int first = random.nextInt(60_000);
                    text.append("    source-ports: ").append(first).append('-').append(first + random.nextInt(5_000));
                    text.append("\n    destination-ports: ").append(i % 65_536).append('\n');
                }
                default -> {
                    // Around all addresses, so that no block says anything about it.
                    text.append("    sources: [1.");
                    text.append(i >> 8 & 255).append('.').append(i & 255).append(".0/24, 223.");
                    text.append(i >> 8 & 255).append('.').append(i & 255).append(".0/24]\n");
                    text.append("    action: pass\n");
                }
            }
        }
        return text.toString();
    }

    private static void network(StringBuilder text, String key, int length, SplittableRandom random) {
        text.append("    ").append(key).append(": ");
        text.append(Cidr.around(Cidr.IPV4, 0, random.nextLong() >>> 32, length)).append('\n');
    }
}
