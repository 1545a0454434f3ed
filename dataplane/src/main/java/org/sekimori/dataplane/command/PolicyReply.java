package org.sekimori.dataplane.command;

/**
 * What the box says to a change of policy.
 *
 * @param epoch number of the policy in force, counted from the box's start
 * @param checksum by which its image is told from others
 * @param kept whether it is the one the next start begins with
 * @param remark one line for the user, or empty: why it could not be kept
 */
public record PolicyReply(long epoch, int checksum, boolean kept, String remark) {}
