package org.sekimori.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A whole policy: its rules in order, and what happens to frames no rule can judge.
 *
 * @param name        goes into output
 * @param description free text for people; may be empty
 * @param defaults    for frames no rule decides
 * @param malformed   for IP packets that break the rules of IP
 * @param undecodable for IP packets that lie deeper than the decoder looks
 * @param rules       in order; the first match decides
 */
public record Policy(
        String name,
        String description,
        PerDirection defaults,
        PerDirection malformed,
        PerDirection undecodable,
        List<Rule> rules) {
    /** What {@code defaults} is where a policy doesn't say. */
    public static final PerDirection DEFAULTS = new PerDirection(Action.PASS, Action.PASS);
    /** What {@code malformed} and {@code undecodable} are where a policy doesn't say. */
    public static final PerDirection UNJUDGED = new PerDirection(Action.DROP, Action.PASS);

    /** Checks names and number of the rules. */
    public Policy {
        Rule.checkName(name);
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(defaults, "defaults");
        Objects.requireNonNull(malformed, "malformed");
        Objects.requireNonNull(undecodable, "undecodable");
        rules = List.copyOf(rules);
        if (rules.size() > Verdict.MAX_RULES) {
            throw new IllegalArgumentException(rules.size() + " rules; at most " + Verdict.MAX_RULES + " fit");
        }
        Set<String> names = new HashSet<>();
        for (Rule rule : rules) {
            if (!names.add(rule.name())) {
                throw new IllegalArgumentException("two rules are named '" + rule.name() + "'");
            }
        }
    }
}
