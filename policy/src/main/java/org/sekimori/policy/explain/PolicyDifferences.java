package org.sekimori.policy.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PerDirection;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;

/**
 * Compares two policies by meaning: rules by their names, sets by what is in them. Descriptions, comments, and the order of
 * rules that never see the same packet (those of the two directions) make no difference.
 */
public final class PolicyDifferences {
    private final Policy before;
    private final Policy after;
    private final List<Difference> differences = new ArrayList<>();

    private PolicyDifferences(Policy before, Policy after) {
        this.before = before;
        this.after = after;
    }

    /** What differs: settings first, then rules removed, then the others in the order of the second policy. */
    public static List<Difference> between(Policy before, Policy after) {
        PolicyDifferences comparison = new PolicyDifferences(before, after);
        comparison.compareSettings();
        comparison.compareRules();
        return comparison.differences;
    }

    private void compareSettings() {
        setting("mode", policy -> policy.mode().word());
        actions("defaults", Policy::defaults);
        actions("malformed", Policy::malformed);
        actions("undecodable", Policy::undecodable);
        actions("orphans", Policy::orphans);
        Difference.Field lanNets = RuleFields.networks("lan-nets", before.lanNets(), after.lanNets());
        if (!before.lanNets().equals(after.lanNets())) {
            differences.add(new Difference(DifferenceKind.SETTING, lanNets.key(), List.of(lanNets)));
        }
        setting("solicited.grace", policy -> policy.graceSeconds() + "s");
    }

    private void actions(String key, Function<Policy, PerDirection> part) {
        for (Direction direction : Direction.values()) {
            Function<Policy, Action> action = policy -> part.apply(policy).of(direction);
            setting(key + "." + direction.word(), policy -> action.apply(policy).word());
        }
    }

    private void setting(String key, Function<Policy, String> value) {
        Difference.Field field = new Difference.Field(key, value.apply(before), value.apply(after));
        if (!field.before().equals(field.after())) {
            differences.add(new Difference(DifferenceKind.SETTING, key, List.of(field)));
        }
    }

    private void compareRules() {
        Map<String, Rule> old = byName(before);
        Map<String, Rule> fresh = byName(after);
        for (Rule rule : before.rules()) {
            if (!fresh.containsKey(rule.name())) {
                differences.add(new Difference(DifferenceKind.REMOVED, rule.name(), RuleFields.removed(rule)));
            }
        }
        Map<String, Difference> moves = RuleMoves.between(before, after);
        for (Rule rule : after.rules()) {
            Rule same = old.get(rule.name());
            if (same == null) {
                differences.add(new Difference(DifferenceKind.ADDED, rule.name(), RuleFields.added(rule)));
                continue;
            }
            List<Difference.Field> changes = RuleFields.changes(same, rule);
            if (!changes.isEmpty()) {
                differences.add(new Difference(DifferenceKind.CHANGED, rule.name(), changes));
            }
            if (moves.containsKey(rule.name())) {
                differences.add(moves.get(rule.name()));
            }
        }
    }

    private static Map<String, Rule> byName(Policy policy) {
        return policy.rules().stream()
                .collect(Collectors.toMap(Rule::name, rule -> rule, (one, other) -> one, LinkedHashMap::new));
    }
}
