package org.sekimori.dataplane.boxfile;

/**
 * What the box says of the policy in force.
 *
 * @param epoch its number, 1 for the first since the box started; 0: none yet
 * @param checksum the image's
 * @param policyName its name
 * @param ruleCount how many rules it has
 * @param monitorOnly whether it drops nothing, and only counts what it would drop
 * @param origin where it came from: {@code last-good}, {@code shipped}, {@code pushed} or {@code restored}
 * @param confirmDeadlineNs when the box takes it back unless somebody confirms, by {@link System#nanoTime}; 0: it stays
 * @param unconfirmedOver checksum of the image that would return then; 0: none
 * @param kept whether it is written down as last-good
 * @param remark what went wrong or is worth knowing, one line; mostly empty
 */
public record PolicyNotice(
        long epoch,
        int checksum,
        String policyName,
        int ruleCount,
        boolean monitorOnly,
        String origin,
        long confirmDeadlineNs,
        int unconfirmedOver,
        boolean kept,
        String remark) {
    /** Before the first policy. */
    public static final PolicyNotice NONE = new PolicyNotice(0, 0, "", 0, false, "", 0, 0, false, "");
}
