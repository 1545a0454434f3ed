package org.sekimori.policy;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One rule of a policy.
 *
 * @param name        unique in its policy; goes into counters and output
 * @param description free text for people; may be empty
 * @param direction   which frames it sees
 * @param traffic     what it looks for
 * @param allowFrom   sources that pass where the rule would otherwise take its action; empty for none
 * @param action      what happens on a match
 * @param mode        whether it decides or watches
 */
public record Rule(
        String name,
        String description,
        Direction direction,
        Traffic traffic,
        List<Cidr> allowFrom,
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
        allowFrom = List.copyOf(allowFrom);
        Objects.requireNonNull(action, "action");
        Objects.requireNonNull(mode, "mode");
    }

    /** A rule that drops what it looks for, whatever the source. */
    public static Rule drop(String name, Direction direction, Traffic traffic) {
        return new Rule(name, "", direction, traffic, List.of(), Action.DROP, Mode.ENFORCE);
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
