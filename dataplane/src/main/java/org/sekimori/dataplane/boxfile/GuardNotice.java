package org.sekimori.dataplane.boxfile;

/**
 * The programs that keep the line while no box is there, as the box knows them.
 *
 * @param mode who decides about frames: {@code alone}, {@code kernel-first} or {@code box-first}; empty where nothing guards
 * @param sinceEpochMs since when, ms since 1970
 * @param trips how often boxes have found that the guard had taken the line from them
 * @param lastTripEpochMs when it did so last, ms since 1970; 0 for never
 * @param limitMs how long the box may stand still before it does
 * @param fail what becomes of frames that only the box could judge: {@code open} or {@code closed}
 * @param hook where in the kernel the programs are
 * @param outlives whether they stay at work when this process dies
 * @param stays whether they stay after an orderly end as well
 * @param policyName the policy that they hold
 * @param checksum of that policy's image
 */
public record GuardNotice(
        String mode,
        long sinceEpochMs,
        long trips,
        long lastTripEpochMs,
        long limitMs,
        String fail,
        String hook,
        boolean outlives,
        boolean stays,
        String policyName,
        int checksum) {
    /** Where nothing guards the line, or nothing is known yet. */
    public static final GuardNotice NONE = new GuardNotice("", 0, 0, 0, 0, "", "", false, false, "", 0);

    /** The mode in which no box decides anything. */
    public static final String ALONE = "alone";

    /** Whether programs keep the line without the box. */
    public boolean isThere() {
        return !mode.isEmpty();
    }

    /** Whether they decide every frame now. */
    public boolean isAlone() {
        return mode.equals(ALONE);
    }
}
