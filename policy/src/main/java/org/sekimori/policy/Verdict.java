package org.sekimori.policy;

/**
 * A verdict packed into one {@code int}, so that it can cross the ring without an object.
 *
 * <pre>
 *  31 30      24 23                          0
 * +--+----------+-----------------------------+
 * |D | reserved |       rule index + 1        |
 * +--+----------+-----------------------------+
 * D = 1: drop. Rule part 0: no rule decided (a default, or a reason of the data plane's).
 * </pre>
 */
public final class Verdict {
    /** Rule index of a verdict that no rule decided. */
    public static final int NO_RULE = -1;
    /** The greatest number of rules of a policy. */
    public static final int MAX_RULES = 0x1_FFFF;

    private static final int DROP_BIT = 1 << 31;
    private static final int RULE_MASK = 0xFF_FFFF;

    private Verdict() {}

    /** A verdict to pass, decided by the rule of that index, or by none ({@link #NO_RULE}). */
    public static int pass(int ruleIndex) {
        return ruleIndex + 1;
    }

    /** A verdict to drop, decided by the rule of that index, or by none ({@link #NO_RULE}). */
    public static int drop(int ruleIndex) {
        return DROP_BIT | (ruleIndex + 1);
    }

    /** Whether the frame is to be dropped. */
    public static boolean isDrop(int verdict) {
        return verdict < 0;
    }

    /** Index of the deciding rule, or {@link #NO_RULE}. */
    public static int ruleIndex(int verdict) {
        return (verdict & RULE_MASK) - 1;
    }
}
