package org.sekimori.control.reload;

/**
 * What can be seen of a box at one moment.
 *
 * @param instance          another one after each start
 * @param origin            how it came by its policy
 * @param confirmDeadlineNs when an unconfirmed policy goes, by {@link System#nanoTime}; 0: it stays
 */
public record BoxSight(
        long pid,
        long instance,
        long epoch,
        int checksum,
        String policyName,
        String origin,
        long confirmDeadlineNs,
        String remark) {
    /** Whether the box waits to be told what to filter by. */
    boolean isAwaiting() {
        return epoch == 0;
    }

    boolean isOnTrial() {
        return confirmDeadlineNs != 0;
    }
}
