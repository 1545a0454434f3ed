package org.sekimori.control.history;

/**
 * How much is kept; the oldest goes first.
 *
 * @param entries at least 3: what is in force, what may come back, and what is being tried
 * @param bytes   of all entries together; those three stay even beyond it
 */
public record HistoryLimits(int entries, long bytes) {
    static final int LEAST_ENTRIES = 3;

    /** A hundred policies, or a gigabyte of them. */
    public static final HistoryLimits DEFAULT = new HistoryLimits(100, 1L << 30);

    /** Checks the bounds. */
    public HistoryLimits {
        if (entries < LEAST_ENTRIES || bytes < 0) {
            throw new IllegalArgumentException("a history of " + entries + " entries and " + bytes + " bytes; at least "
                    + LEAST_ENTRIES + " entries are kept");
        }
    }
}
