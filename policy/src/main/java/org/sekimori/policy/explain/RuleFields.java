package org.sekimori.policy.explain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Rule;

/** What rules say, key by key, in words that are equal where the meaning is. */
final class RuleFields {
    private static final String NOTHING = "";

    /** Keys whose values are short enough to be compared as words. */
    private static final List<Key> KEYS = List.of(
            new Key("direction", rule -> rule.direction().word()),
            new Key("protocol", rule -> RuleWords.protocols(rule.traffic().protocols())),
            new Key("source-ports", rule -> RuleWords.ports(rule.traffic().sourcePorts())),
            new Key("destination-ports", rule -> RuleWords.ports(rule.traffic().destinationPorts())),
            new Key("match", rule -> rule.traffic().match().word()),
            new Key("limit", rule -> rule.limit().map(RuleWords::limit).orElse(RuleWords.NONE)),
            new Key("allow-limit", rule -> rule.allowFrom().isEmpty() ? NOTHING : RuleWords.limit(rule.allowLimit())),
            new Key("action", rule -> rule.action().word()),
            new Key("mode", rule -> rule.mode().word()));

    private static final List<Networks> NETWORKS = List.of(
            new Networks("sources", rule -> rule.traffic().sources()),
            new Networks("destinations", rule -> rule.traffic().destinations()),
            new Networks("allow-from", Rule::allowFrom));

    private record Key(String name, Function<Rule, String> value) {}

    private record Networks(String name, Function<Rule, AddressSet> value) {}

    private RuleFields() {}

    /** What the two rules say differently. */
    static List<Difference.Field> changes(Rule before, Rule after) {
        List<Difference.Field> changes = new ArrayList<>();
        for (Key key : KEYS) {
            String was = key.value.apply(before);
            String is = key.value.apply(after);
            if (!was.equals(is)) {
                changes.add(new Difference.Field(key.name, was, is));
            }
        }
        for (Networks networks : NETWORKS) {
            AddressSet was = networks.value.apply(before);
            AddressSet is = networks.value.apply(after);
            if (!was.equals(is)) {
                changes.add(networks(networks.name, was, is));
            }
        }
        return changes;
    }

    /** All that a rule says which is gone. */
    static List<Difference.Field> removed(Rule rule) {
        List<Difference.Field> fields = new ArrayList<>();
        said(rule).forEach(said -> fields.add(new Difference.Field(said.name, said.value.apply(rule), NOTHING)));
        return fields;
    }

    /** All that a rule says which is new. */
    static List<Difference.Field> added(Rule rule) {
        List<Difference.Field> fields = new ArrayList<>();
        said(rule).forEach(said -> fields.add(new Difference.Field(said.name, NOTHING, said.value.apply(rule))));
        return fields;
    }

    /** Two sets: in full where they are short, else their sizes and what each has that the other lacks. */
    static Difference.Field networks(String key, AddressSet before, AddressSet after) {
        List<Cidr> was = before.networks();
        List<Cidr> is = after.networks();
        return RuleWords.isShort(was) && RuleWords.isShort(is)
                ? new Difference.Field(key, orNone(RuleWords.some(was)), orNone(RuleWords.some(is)))
                : new Difference.Field(key, large(was, is), large(is, was));
    }

    private static String orNone(String words) {
        return words.isEmpty() ? RuleWords.NONE : words;
    }

    private static String large(List<Cidr> mine, List<Cidr> other) {
        Set<Cidr> others = new HashSet<>(other);
        List<Cidr> only =
                mine.stream().filter(network -> !others.contains(network)).toList();
        String size = mine.size() + " networks";
        return only.isEmpty() ? size : size + ", only here: " + RuleWords.some(only);
    }

    private static List<Key> said(Rule rule) {
        List<Key> said = new ArrayList<>();
        for (Key key : KEYS) {
            String value = key.value.apply(rule);
            if (!value.isEmpty() && !value.equals(RuleWords.ANY) && !value.equals(RuleWords.NONE)) {
                said.add(key);
            }
        }
        for (Networks networks : NETWORKS) {
            if (!networks.value.apply(rule).isEmpty()) {
                said.add(new Key(networks.name, of -> RuleWords.networks(networks.value.apply(of))));
            }
        }
        return said;
    }
}
