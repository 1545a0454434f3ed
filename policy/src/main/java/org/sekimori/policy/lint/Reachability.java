package org.sekimori.policy.lint;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;

/**
 * Remarks on rules that no packet can reach, because an earlier rule decides all they look for. Rules that only several
 * earlier ones decide together are not found.
 */
final class Reachability {
    /** Comparisons of two rules, or of two ranges of addresses in them; a few seconds at most. */
    static final long MAX_COMPARISONS = 50_000_000;

    private final List<Remark> remarks;
    private final Map<Direction, ScopeIndex> deciding = new EnumMap<>(Direction.class);
    private final Set<Direction> closed = EnumSet.noneOf(Direction.class);
    private long comparisons;

    Reachability(List<Remark> remarks) {
        this.remarks = remarks;
        for (Direction direction : Direction.values()) {
            deciding.put(direction, new ScopeIndex());
        }
    }

    void check(List<LintedRule> rules) {
        for (int i = 0; i < rules.size() && closed.size() < Direction.values().length; i++) {
            LintedRule linted = rules.get(i);
            Rule rule = linted.rule();
            if (closed.contains(rule.direction())) {
                continue;
            }
            if (comparisons > MAX_COMPARISONS) {
                remarks.add(linted.remark(
                        "name",
                        "whether rules from here on can be reached was not looked at; comparing them with those above"
                                + " would take too long"));
                return;
            }
            Scope scope = new Scope(linted, i);
            ScopeIndex index = deciding.get(rule.direction());
            Scope around = index.firstAround(scope);
            comparisons += index.takeComparisons();
            if (around != null) {
                remark(rules, i, around);
            } else if (rule.decides() && rule.limit().isEmpty()) {
                index.add(scope);
            }
        }
    }

    private void remark(List<LintedRule> rules, int at, Scope around) {
        LintedRule unreachable = rules.get(at);
        Direction direction = unreachable.rule().direction();
        String others = "";
        String what = "everything it looks for";
        if (around.linted().rule().traffic().equals(Traffic.ANY)) {
            closed.add(direction);
            long more = rules.subList(at + 1, rules.size()).stream()
                    .filter(later -> later.rule().direction() == direction)
                    .count();
            others = more == 0 ? "" : ", and " + more + " more " + direction.word() + " below it,";
            what = more == 0 ? what : "every " + direction.word() + " packet";
        }
        remarks.add(unreachable.remark(
                "name",
                "rule '" + unreachable.rule().name() + "'" + others + " can never be reached: "
                        + around.linted().inLine() + " decides " + what));
    }
}
