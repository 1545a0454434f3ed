package org.sekimori.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Policy;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.explain.Difference.Field;
import org.sekimori.policy.profile.Profile;
import org.sekimori.policy.text.PolicyReader;

class PolicyDifferencesTest {
    private static final String TWO = """
            rules:
            - {name: a, direction: inbound, protocol: udp, destination-ports: [53, 54], sources: 10.0.0.0/8}
            - {name: b, direction: inbound, protocol: tcp}
            """;

    @Test
    void shouldFindNoneBetweenAPolicyAndItself() {
        for (long seed = 7; seed < 207; seed++) {
            Policy policy = new RandomPolicies(seed).policy();
            assertThat(PolicyDifferences.between(policy, policy))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void shouldLookAtTheMeaningNotTheNotation() {
        assertThat(between(TWO, """
                name: other
                description: other
                rules:
                - {name: a, description: x, direction: inbound, protocol: [udp], destination-ports: 53-54,
                   sources: [10.0.0.0/9, 10.128.0.0/9], match: all, action: drop}
                - {name: b, direction: inbound, protocol: 6}
                """)).isEmpty();
    }

    @Test
    void shouldNameTheFieldsThatChanged() {
        assertThat(between(TWO, """
                rules:
                - {name: a, direction: inbound, protocol: udp, destination-ports: 53, mode: monitor,
                   sources: [10.0.0.0/8, 192.0.2.0/24]}
                - {name: b, direction: inbound, protocol: tcp, allow-from: 192.0.2.7}
                """))
                .containsExactly(
                        new Difference(
                                DifferenceKind.CHANGED,
                                "a",
                                List.of(
                                        new Field("destination-ports", "53-54", "53"),
                                        new Field("mode", "enforce", "monitor"),
                                        new Field("sources", "10.0.0.0/8", "10.0.0.0/8, 192.0.2.0/24"))),
                        new Difference(
                                DifferenceKind.CHANGED,
                                "b",
                                List.of(
                                        new Field("allow-limit", "", "1000/s, burst 2000 per source (/32, IPv6 /64)"),
                                        new Field("allow-from", "none", "192.0.2.7/32"))));
    }

    @Test
    void shouldShowOnlyWhatDiffersOfLargeSets() {
        String many = "10.0.0.0/32, 10.0.1.0/32, 10.0.2.0/32, 10.0.3.0/32, 10.0.4.0/32";
        assertThat(between("lan-nets: [" + many + "]", "lan-nets: [" + many + ", 10.0.5.0/32]"))
                .flatExtracting(Difference::fields)
                .containsExactly(new Field("lan-nets", "5 networks", "6 networks, only here: 10.0.5.0/32"));
    }

    @Test
    void shouldNameRulesAddedAndRemoved() {
        List<Difference> differences = between(TWO, """
                rules:
                - {name: c, direction: outbound, protocol: tcp, destination-ports: 445}
                - {name: b, direction: inbound, protocol: tcp}
                """);
        assertThat(differences)
                .extracting(Difference::kind)
                .containsExactly(DifferenceKind.REMOVED, DifferenceKind.ADDED);
        assertThat(differences.get(0).fields())
                .contains(new Field("destination-ports", "53-54", ""), new Field("sources", "10.0.0.0/8", ""));
        assertThat(differences.get(1).fields())
                .containsExactly(
                        new Field("direction", "", "outbound"),
                        new Field("protocol", "", "tcp"),
                        new Field("destination-ports", "", "445"),
                        new Field("match", "", "all"),
                        new Field("action", "", "drop"),
                        new Field("mode", "", "enforce"));
    }

    @Test
    void shouldNameTheFewestRulesThatMoved() {
        assertThat(between(inbound("a", "b", "c", "d", "e"), inbound("b", "c", "d", "a", "e")))
                .containsExactly(
                        new Difference(DifferenceKind.MOVED, "a", List.of(new Field("place", "first", "behind 'd'"))));
        assertThat(between(inbound("a", "b", "c"), inbound("c", "a", "x", "b")))
                .extracting(difference -> difference.kind().word() + " " + difference.name())
                .containsExactly("moved c", "added x");
    }

    @Test
    void shouldNotCareForTheOrderOfRulesThatNeverMeet() {
        String one = "rules: [{name: a, direction: inbound}, {name: b, direction: outbound}]";
        String other = "rules: [{name: b, direction: outbound}, {name: a, direction: inbound}]";
        assertThat(between(one, other)).isEmpty();
    }

    @Test
    void shouldNameSettings() {
        assertThat(between("name: a", """
                mode: monitor
                defaults: {inbound: drop}
                orphans: {inbound: drop}
                lan-nets: 10.0.0.0/8
                solicited: {grace: 60s}
                """))
                .extracting(difference -> difference.fields().get(0))
                .containsExactly(
                        new Field("mode", "enforce", "monitor"),
                        new Field("defaults.inbound", "pass", "drop"),
                        new Field("orphans.inbound", "pass", "drop"),
                        new Field("lan-nets", "none", "10.0.0.0/8"),
                        new Field("solicited.grace", "0s", "60s"));
    }

    @Test
    void shouldFindTheProfilesToDifferFromTheShippedPolicy() {
        for (Profile profile : Profile.values()) {
            List<Difference> differences = PolicyDifferences.between(Profile.SHIPPED.policy(), profile.policy());
            assertThat(differences.isEmpty()).as(profile.word()).isEqualTo(profile == Profile.SHIPPED);
            assertThat(differences).extracting(Difference::kind).doesNotContain(DifferenceKind.REMOVED);
        }
    }

    private static String inbound(String... names) {
        List<String> rules = new ArrayList<>();
        for (String name : names) {
            rules.add("{name: " + name + ", direction: inbound}");
        }
        return "rules: [" + String.join(", ", rules) + "]";
    }

    private static List<Difference> between(String before, String after) {
        return PolicyDifferences.between(policy(before), policy(after));
    }

    private static Policy policy(String text) {
        return PolicyReader.read("test", "version: 1\n" + text).policy().orElseThrow();
    }
}
