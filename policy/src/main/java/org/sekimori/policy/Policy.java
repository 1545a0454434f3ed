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
 * @param orphans     for later fragments whose first one wasn't seen
 * @param lanNets     networks of the inside: whatever comes in with such a source is dropped; empty for none said
 * @param mode        whether drops happen or are only counted
 * @param graceSeconds how long after the start replies need not be solicited
 * @param rules       in order; the first match decides
 */
public record Policy(
        String name,
        String description,
        PerDirection defaults,
        PerDirection malformed,
        PerDirection undecodable,
        PerDirection orphans,
        AddressSet lanNets,
        Mode mode,
        int graceSeconds,
        List<Rule> rules) {
    /** What {@code defaults} is where a policy doesn't say. */
    public static final PerDirection DEFAULTS = new PerDirection(Action.PASS, Action.PASS);
    /** What {@code malformed} and {@code undecodable} are where a policy doesn't say. */
    public static final PerDirection UNJUDGED = new PerDirection(Action.DROP, Action.PASS);

    /** What {@code orphans} is where a policy doesn't say: without a first fragment nothing is put together. */
    public static final PerDirection ORPHANS = new PerDirection(Action.PASS, Action.PASS);
    /** The longest grace, an hour. */
    public static final int MAX_GRACE_SECONDS = 3_600;

    /** A policy that enforces, with everything the defaults are where a file doesn't say. */
    public static Policy of(String name, List<Rule> rules) {
        return of(name, DEFAULTS, rules);
    }

    /** A policy that enforces, with those defaults. */
    public static Policy of(String name, PerDirection defaults, List<Rule> rules) {
        return new Policy(name, "", defaults, UNJUDGED, UNJUDGED, ORPHANS, AddressSet.EMPTY, Mode.ENFORCE, 0, rules);
    }

    /** The same policy, in another mode. */
    public Policy withMode(Mode value) {
        return new Policy(
                name, description, defaults, malformed, undecodable, orphans, lanNets, value, graceSeconds, rules);
    }

    /** Checks names and number of the rules. */
    public Policy {
        Rule.checkName(name);
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(defaults, "defaults");
        Objects.requireNonNull(malformed, "malformed");
        Objects.requireNonNull(undecodable, "undecodable");
        Objects.requireNonNull(orphans, "orphans");
        Objects.requireNonNull(lanNets, "lanNets");
        Objects.requireNonNull(mode, "mode");
        if (graceSeconds < 0 || graceSeconds > MAX_GRACE_SECONDS) {
            throw new IllegalArgumentException(
                    "the grace is " + graceSeconds + " s; it goes from 0 to " + MAX_GRACE_SECONDS + " s");
        }
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
