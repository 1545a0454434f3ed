package org.sekimori.dataplane.command;

/**
 * What is in force, for whoever watches the box.
 *
 * @param epoch number of the policy, counted from the box's start
 * @param checksum by which its image is told from others
 * @param policyName its name
 * @param ruleCount how many rules it has
 * @param monitorOnly whether it only watches
 * @param origin how it came: {@code last-good}, {@code shipped}, {@code pushed} or {@code restored}
 * @param confirmDeadlineNs until when it must be confirmed, by the monotonic clock; 0 where it need not
 * @param unconfirmedOver checksum of the policy that returns if it isn't; 0 where none does
 * @param kept whether it is the one the next start begins with
 * @param remark one line for the user, or empty
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
        String remark) {}
