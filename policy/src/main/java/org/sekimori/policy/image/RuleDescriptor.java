package org.sekimori.policy.image;

/**
 * One rule, as far as the tables before it haven't settled it. A set offset of 0 means that every value fits, but for
 * {@code allow-from}, where it means that nobody is allowed.
 *
 * <pre>
 *   0                   4                   8                  12
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | candidate         | source port set   | source set        | destination set   |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | allow-from set    | name              | limit             | allow-limit       |
 *  +-------------------+-------------------+-------------------+-------------------+
 * </pre>
 *
 * <p>The candidate is the rule's {@link CandidateDescriptor} as it stands in lists, without the mark of the last.
 */
public final class RuleDescriptor {
    public static final int CANDIDATE_OFFSET = 0;
    public static final int SOURCE_PORTS_OFFSET = 4;
    public static final int SOURCES_OFFSET = 8;
    public static final int DESTINATIONS_OFFSET = 12;
    public static final int ALLOW_FROM_OFFSET = 16;
    public static final int NAME_OFFSET = 20;
    public static final int LIMIT_OFFSET = 24;
    public static final int ALLOW_LIMIT_OFFSET = 28;
    public static final int LENGTH = 32;

    /** Stands where a rule has no set, or no limit. */
    public static final int NO_SET = 0;

    private RuleDescriptor() {}

    /** Where the rule of that index lies: rules are the first section, right behind the tables of fixed length. */
    public static int offset(int ruleIndex) {
        return ImageDescriptor.SECTIONS_OFFSET + ruleIndex * LENGTH;
    }
}
