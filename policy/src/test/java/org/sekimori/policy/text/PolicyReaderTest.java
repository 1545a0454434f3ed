package org.sekimori.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Limit;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.Rule;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.Verdict;

class PolicyReaderTest {
    private static final long FIRST_SEED = 5_000;
    private static final int POLICIES = 1_000;

    @Test
    void shouldReadEveryKey() {
        Policy policy = read("""
                version: 1
                name: all
                description: says it all
                defaults: {inbound: drop}
                malformed: {outbound: drop}
                undecodable: {inbound: pass, outbound: drop}
                orphans: {inbound: drop}
                lan-nets: 192.0.2.0/24
                solicited: {grace: 90s}
                mode: monitor
                rules:
                  - name: a
                    description: "no: 1"
                    direction: outbound
                    protocol: [udp, 6]
                    source-ports: [1, 2-3]
                    destination-ports: 53
                    sources: 192.0.2.1
                    destinations: [198.51.100.0/24, "2001:db8::/32"]
                    allow-from: [203.0.113.0/24]
                    allow-limit: none
                    match: requests
                    limit: {rate: 100/s, per: rule, source-prefix: {ipv4: 24, ipv6: 56}}
                    action: pass
                    mode: monitor
                """);
        assertThat(policy.name()).isEqualTo("all");
        assertThat(policy.defaults().inbound()).isEqualTo(Action.DROP);
        assertThat(policy.defaults().outbound()).isEqualTo(Action.PASS);
        assertThat(policy.malformed().inbound()).isEqualTo(Action.DROP);
        assertThat(policy.malformed().outbound()).isEqualTo(Action.DROP);
        assertThat(policy.undecodable().inbound()).isEqualTo(Action.PASS);
        assertThat(policy.undecodable().outbound()).isEqualTo(Action.DROP);
        assertThat(policy.orphans()).isEqualTo(new PerDirection(Action.DROP, Action.PASS));
        assertThat(policy.lanNets()).isEqualTo(AddressSet.of(Cidr.parse("192.0.2.0/24")));
        assertThat(policy.graceSeconds()).isEqualTo(90);
        assertThat(policy.mode()).isEqualTo(Mode.MONITOR);
        Traffic traffic = new Traffic(
                List.of(6, 17),
                List.of(PortRange.of(1), new PortRange(2, 3)),
                List.of(PortRange.of(53)),
                AddressSet.of(Cidr.parse("192.0.2.1/32")),
                AddressSet.of(Cidr.parse("198.51.100.0/24"), Cidr.parse("2001:db8::/32")),
                Match.REQUESTS);
        assertThat(policy.rules())
                .containsExactly(new Rule(
                        "a",
                        "no: 1",
                        Direction.OUTBOUND,
                        traffic,
                        AddressSet.of(Cidr.parse("203.0.113.0/24")),
                        Optional.of(new Limit(6_000, 100, 0, Limit.Per.RULE, 24, 56)),
                        Limit.NONE,
                        Action.PASS,
                        Mode.MONITOR));
    }

    @Test
    void shouldFillInDefaults() {
        Policy policy = read("version: 1\nrules:\n- {name: a, direction: inbound}\n");
        assertThat(policy).isEqualTo(Policy.of("unnamed", List.of(Rule.drop("a", Direction.INBOUND, Traffic.ANY))));
    }

    @Tag("long")
    @Test
    void shouldReadBackWhatIsWritten() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + POLICIES; seed++) {
            Policy policy = new RandomPolicies(seed).policy();
            String text = PolicyYaml.write(policy, new SplittableRandom(seed));
            PolicyReading reading = PolicyReader.read("seed" + seed, text, PolicyYaml.FILES);
            assertThat(reading.policy()).as("%s%n%s", reading.findings(), text).contains(policy);
        }
    }

    /** Whatever is done to a policy, reading it gives findings or a policy, one printable line each. */
    @Tag("long")
    @Test
    void shouldNeverThrow() {
        String shipped = ShippedPolicy.text();
        SplittableRandom random = new SplittableRandom(FIRST_SEED);
        String letters = "\n\t -:[]{}&*!|>'\"%@`#,?~\0\u0007\u2028\uD800é0a\\";
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder(shipped);
            for (int change = 0; change <= random.nextInt(4); change++) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letters.charAt(random.nextInt(letters.length())));
                    case 1 -> text.insert(at, letters.charAt(random.nextInt(letters.length())));
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(40)));
                }
            }
            PolicyReading reading = PolicyReader.read("mutant" + i, text.toString());
            assertThat(reading.hasErrors())
                    .isEqualTo(reading.findings().stream().anyMatch(f -> f.severity() == Severity.ERROR));
            for (Finding finding : reading.findings()) {
                assertThat(finding.toString()).matches("mutant" + i + ":[0-9]+:[0-9]+: (error|warning): .+");
                assertThat(finding.toString().lines()).hasSize(1);
            }
        }
    }

    @Test
    void shouldRefuseTextThatIsTooLong() {
        String text = "version: 1\n" + "#".repeat(PolicyReader.MAX_LENGTH);
        assertOnlyError(text, "p:1:1: error: the policy has 33554443 characters; at most 33554432 are read");
    }

    @Test
    void shouldRefuseTooManyRules() {
        String text = "version: 1\nrules: [" + "a,".repeat(Verdict.MAX_RULES + 1) + "]";
        assertOnlyError(text, "p:2:8: error: 131072 rules; at most 131071 fit");
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertOnlyError(
                "version: 1\nname: " + "[".repeat(100_000),
                "p:2:22: error: this is nested deeper than 16 levels; a policy needs 5");
    }

    @Tag("long")
    @Test
    void shouldRefuseMoreNodesThanMemoryHolds() {
        assertThat(PolicyReader.read("p", "version: 1\nrules: [" + "[],".repeat(2_100_000) + "]")
                        .findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("more than 4000000 keys, values and lists; it would take too much memory");
    }

    @Tag("long")
    @Test
    void shouldRefuseMoreInOnePlaceThanMemoryHolds() {
        String says =
                "more than 200000 keys and values in one rule, or outside the rules; write long lists of networks to"
                        + " a file and name it in 'sets'";
        String list = "[" + "1,".repeat(BoundedParser.MAX_HELD_NODES) + "]";
        assertOnlyError("version: 1\nlan-nets: " + list, "p:2:400002: error: " + says);
        assertOnlyError("version: 1\nrules:\n- {sources: " + list + "}", "p:3:399998: error: " + says);
    }

    @Tag("long")
    @Test
    void shouldCountWhatAnchorsKeepOfEachRule() {
        int rules = BoundedParser.MAX_HELD_NODES / 5;
        String text = "version: 1\nrules:\n" + "- {name: a, direction: inbound}\n".repeat(rules + 1);
        assertThat(PolicyReader.read("p", text).findings())
                .allMatch(finding -> finding.message().startsWith("rule name 'a' stands twice")
                        || finding.message().startsWith("more than 1000 findings"));
        StringBuilder anchored = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i <= rules; i++) {
            anchored.append("- &a").append(i).append(" {name: a, direction: inbound}\n");
        }
        assertThat(PolicyReader.read("p", anchored.toString()).findings())
                .singleElement()
                .extracting(Finding::message)
                .asString()
                .startsWith("more than 200000 keys and values");
    }

    @Test
    void shouldReadAliasesWhereverTheirAnchorStands() {
        String text = """
                version: 1
                rules:
                - {name: a, direction: inbound, sources: &office [192.0.2.0/24, 192.0.2.0/25], allow-from: &head [203.0.113.0/24]}
                - {name: b, direction: inbound, sources: *office, destinations: *branch}
                lan-nets: *head
                """;
        String before = text.replace("rules:", "sets: {branch: &branch [198.51.100.0/24]}\nrules:");
        PolicyReading reading = PolicyReader.read("p", before);
        assertThat(reading.findings().stream().map(Finding::toString))
                .filteredOn(line -> line.contains("192.0.2.0/25"))
                .hasSize(1);
        Policy policy = reading.policy().orElseThrow();
        assertThat(policy.lanNets()).isEqualTo(policy.rules().get(0).allowFrom());
        assertThat(policy.rules().get(1).traffic().sources())
                .isEqualTo(policy.rules().get(0).traffic().sources());
        assertThat(policy.rules().get(1).traffic().destinations().ipv4Count()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAliasBombs() {
        StringBuilder laughs = new StringBuilder("version: 1\nrules: [&a0 [x, x]");
        for (int i = 1; i < 40; i++) {
            laughs.append(", &a")
                    .append(i)
                    .append(" [*a")
                    .append(i - 1)
                    .append(", *a")
                    .append(i - 1)
                    .append("]");
        }
        List<Finding> findings = PolicyReader.read("p", laughs + "]").findings();
        assertThat(findings).hasSize(40);
        assertOnlyError(
                "version: 1\nname: &a x\nrules: [" + "*a, ".repeat(1_001) + "]",
                "p:3:4009: error: more than 1000 aliases ('*name')");
    }

    @Tag("long")
    @Test
    void shouldRefuseListsThatAliasesMultiply() {
        String many = "80,".repeat(10_001);
        StringBuilder text = new StringBuilder("version: 1\nrules:\n");
        for (int i = 0; i < 100; i++) {
            String ports = i == 0 ? "&a [" + many + "]" : "*a";
            text.append("- {name: r").append(i).append(", direction: inbound, protocol: tcp, source-ports: ");
            text.append(ports).append("}\n");
        }
        List<Finding> findings = PolicyReader.read("p", text.toString()).findings();
        assertThat(findings)
                .anySatisfy(finding -> assertThat(finding.message())
                        .isEqualTo("more than 1000000 values in lists, with aliases ('*name') written out"));
    }

    @Test
    void shouldStopCountingFindings() {
        String text = "version: 1\nrules: [" + "a,".repeat(5_000) + "]";
        List<Finding> findings = PolicyReader.read("p", text).findings();
        assertThat(findings).hasSize(1_001);
        assertThat(findings.get(1_000).message()).isEqualTo("more than 1000 findings; the rest is left out");
    }

    @Test
    void shouldNameForbiddenCharacters() {
        assertOnlyError(
                "version: 1\nname: a\u0007b\n",
                "p:2:8: error: this is not valid YAML: character U+0007 is not allowed");
    }

    private static Policy read(String text) {
        PolicyReading reading = PolicyReader.read("p", text);
        assertThat(reading.findings()).noneMatch(finding -> finding.severity() == Severity.ERROR);
        return reading.policy().orElseThrow();
    }

    private static void assertOnlyError(String text, String line) {
        PolicyReading reading = PolicyReader.read("p", text);
        assertThat(reading.findings()).extracting(Finding::toString).containsExactly(line);
        assertThat(reading.hasErrors()).isTrue();
    }
}
