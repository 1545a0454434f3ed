package org.sekimori.policy.image;

/**
 * One rule, as far as the tables before it haven't settled it. A set offset of 0 means that every value fits, but for
 * {@code allow-from}, where it means that nobody is allowed.
 *
 * <pre>
 *   0                   4                   8                  12
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | flags             | source port set   | source set        | destination set   |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | allow-from set    | name              | reserved, 0                           |
 *  +-------------------+-------------------+---------------------------------------+
 *
 *  flags  31                                      4   3      2      1      0
 *        +------------------------------------------+------+------+-------------+
 *        |               reserved, 0                | drop | mon  |    kind     |
 *        +------------------------------------------+------+------+-------------+
 *  drop = 1: a match drops. mon = 1: the rule watches only. kind: the MessageKind it asks for, 0 for any.
 * </pre>
 */
public final class RuleDescriptor {
    public static final int FLAGS_OFFSET = 0;
    public static final int SOURCE_PORTS_OFFSET = 4;
    public static final int SOURCES_OFFSET = 8;
    public static final int DESTINATIONS_OFFSET = 12;
    public static final int ALLOW_FROM_OFFSET = 16;
    public static final int NAME_OFFSET = 20;
    public static final int LENGTH = 32;

    /** Stands where a rule has no set. */
    public static final int NO_SET = 0;

    public static final int KIND_MASK = 3;
    public static final int MONITOR_FLAG = 4;
    public static final int DROP_FLAG = 8;
    public static final int FLAGS_MASK = KIND_MASK | MONITOR_FLAG | DROP_FLAG;

    private RuleDescriptor() {}

    /** Where the rule of that index lies: rules are the first section, right behind the tables of fixed length. */
    public static int offset(int ruleIndex) {
        return ImageDescriptor.SECTIONS_OFFSET + ruleIndex * LENGTH;
    }
}
