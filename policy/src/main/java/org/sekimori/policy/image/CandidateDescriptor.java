package org.sekimori.policy.image;

/**
 * One rule in one number: what a packet must still be asked, and what to do on a match. Candidates of a kind of packet
 * lie behind each other in policy order, direction, protocol and destination port being settled; the last is marked.
 *
 * <pre>
 *   31   30   29   28   26   25   24   23   22   21    20   19                    0
 * +----+----+----+---------+----+----+----+----+----+-----+------------------------+
 * |last|drop|mon |  kind   |sprt|src |dst |allw|lim |res,0|       rule index       |
 * +----+----+----+---------+----+----+----+----+----+-----+------------------------+
 * last: no candidate follows.       sprt, src, dst: the rule has a set of source ports, sources, destinations.
 * drop: a match drops.              allw: it has a set of sources that pass all the same.
 * mon:  the rule watches only.      lim:  it has a limit.
 * kind: one of the five below.
 * </pre>
 *
 * <p>A rule with none of the marks in {@link #QUESTIONS} is settled without looking at its {@link RuleDescriptor}.
 */
public final class CandidateDescriptor {
    /** Stands in tables where no rule is worth trying. */
    public static final int NONE = 0;

    public static final int LENGTH = Integer.BYTES;

    public static final int LAST = 1 << 31;
    public static final int DROP = 1 << 30;
    public static final int MONITOR = 1 << 29;
    public static final int SOURCE_PORTS = 1 << 25;
    public static final int SOURCES = 1 << 24;
    public static final int DESTINATIONS = 1 << 23;
    public static final int ALLOW_FROM = 1 << 22;
    public static final int LIMIT = 1 << 21;

    /** Kind of a rule for every message. */
    public static final int ANY_KIND = 0;
    /** Kind of a rule for requests, by the message alone; the number of {@code MessageKind}. */
    public static final int REQUESTS = 1;
    /** Kind of a rule for replies, by the message alone; the number of {@code MessageKind}. */
    public static final int REPLIES = 2;
    /** Kind of a rule for what the inside asked for, as the memory knows. */
    public static final int SOLICITED = 3;
    /** Kind of a rule for what nobody inside asked for, as the memory knows. */
    public static final int UNSOLICITED = 4;
    /** The greatest kind. */
    public static final int MAX_KIND = UNSOLICITED;

    private static final int KIND_SHIFT = 26;
    private static final int KIND_MASK = 7;
    private static final int INDEX_MASK = 0xF_FFFF;

    /** Marks of sets that the packet must be in before the rule matches. */
    public static final int SETS = SOURCE_PORTS | SOURCES | DESTINATIONS;
    /** Marks that ask something of the packet before the rule matches. */
    public static final int CONDITIONS = KIND_MASK << KIND_SHIFT | SETS | LIMIT;
    /** Marks without which the candidate decides at once. */
    public static final int QUESTIONS = CONDITIONS | MONITOR | ALLOW_FROM;

    static final int RESERVED = ~(LAST | DROP | QUESTIONS | INDEX_MASK);

    private CandidateDescriptor() {}

    /** Index of the rule. */
    public static int ruleIndex(int candidate) {
        return candidate & INDEX_MASK;
    }

    /** Which messages the rule is for: {@link #ANY_KIND} to {@link #UNSOLICITED}. */
    public static int kind(int candidate) {
        return candidate >>> KIND_SHIFT & KIND_MASK;
    }

    /** Whether all that is asked is what the message says of itself: {@link #REQUESTS} or {@link #REPLIES}. */
    public static boolean asksMessageAlone(int candidate) {
        int questions = candidate & QUESTIONS;
        return questions == kindMarks(REQUESTS) || questions == kindMarks(REPLIES);
    }

    /** The marks for a kind. */
    public static int kindMarks(int kind) {
        return kind << KIND_SHIFT;
    }
}
