package org.sekimori.policy.sets;

/**
 * What a policy says about contents of a set's file that look wrong beside those before: whether they are taken, or the
 * last good ones stay. Whoever reads files time and again goes by it; a first reading takes what is there.
 *
 * @param mode             how much is held back
 * @param maxShrinkPercent by how much a list may shrink at once; 100: it may shrink as it likes, but not to nothing
 */
public record SetGuard(Mode mode, int maxShrinkPercent) {
    /** Where a policy doesn't say. */
    public static final SetGuard DEFAULT = new SetGuard(Mode.USUAL, 50);

    private static final int WHOLE = 100;

    /** Checks the bound. */
    public SetGuard {
        if (maxShrinkPercent < 0 || maxShrinkPercent > WHOLE) {
            throw new IllegalArgumentException("a list that shrinks by " + maxShrinkPercent + " %");
        }
    }

    /** Whether so few entries are fewer than the policy allows. */
    public boolean isShrunk(int before, int now) {
        return (long) now * WHOLE < (long) before * (WHOLE - maxShrinkPercent);
    }

    /** How much is held back. */
    public enum Mode {
        /** Nothing: what the file holds is taken. */
        NONE("none"),
        /** A list that is empty, cut off or shrank by too much. */
        USUAL("usual"),
        /** The same, and one that has very wide networks it hadn't. */
        STRICT("strict");

        private final String word;

        Mode(String word) {
            this.word = word;
        }

        /** The stable, lower-case word used in policies. */
        public String word() {
            return word;
        }
    }
}
