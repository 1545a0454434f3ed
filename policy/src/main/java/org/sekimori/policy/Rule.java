package org.sekimori.policy;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One rule of a policy.
 *
 * @param name        unique in its policy; goes into counters and output
 * @param description free text for people; may be empty
 * @param direction   which frames it sees
 * @param traffic     what it looks for
 * @param allowFrom   sources that pass where the rule would otherwise take its action; empty for none
 * @param limit       what stays within isn't dropped, and what goes beyond isn't passed; empty for no such condition
 * @param allowLimit  how much an allowed source may send over UDP, where addresses can be forged
 * @param action      what happens on a match
 * @param mode        whether it decides or watches
 */
public record Rule(
        String name,
        String description,
        Direction direction,
        Traffic traffic,
        AddressSet allowFrom,
        Optional<Limit> limit,
        Limit allowLimit,
        Action action,
        Mode mode) {
    /** The longest name. */
    public static final int MAX_NAME_LENGTH = 63;

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");

    /** Checks the name and that nothing is missing. */
    public Rule {
        checkName(name);
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(traffic, "traffic");
        Objects.requireNonNull(allowFrom, "allowFrom");
        Objects.requireNonNull(limit, "limit");
        Objects.requireNonNull(allowLimit, "allowLimit");
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(mode, "mode");
    }

    /** A rule that drops what it looks for, whatever the source. */
    public static Rule drop(String name, Direction direction, Traffic traffic) {
        return of(name, direction, traffic, Action.DROP, Mode.ENFORCE);
    }

    /** A rule without description, limit and exceptions. */
    public static Rule of(String name, Direction direction, Traffic traffic, Action action, Mode mode) {
        return new Rule(
                name, "", direction, traffic, AddressSet.EMPTY, Optional.empty(), Limit.ALLOWANCE, action, mode);
    }

    /** The same rule, but for sources that pass. */
    public Rule withAllowFrom(AddressSet sources) {
        return new Rule(name, description, direction, traffic, sources, limit, allowLimit, action, mode);
    }

    /** The same rule, but for a limit. */
    public Rule withLimit(Limit value) {
        return new Rule(name, description, direction, traffic, allowFrom, Optional.of(value), allowLimit, action, mode);
    }

    /** Whether a match ends the evaluation. */
    public boolean decides() {
        return mode == Mode.ENFORCE;
    }

    /**
     * Refuses what can't name a rule or a policy in machine-readable output.
     *
     * @throws IllegalArgumentException with what is allowed
     */
    public static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name; expected 1 to " + MAX_NAME_LENGTH
                    + " of a-z, 0-9, '-', '_' and '.', beginning with a letter or digit");
        }
    }
}
