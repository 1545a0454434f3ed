package org.sekimori.control.history;

import org.sekimori.policy.PolicyTable;

/**
 * By what a compiled policy is known.
 *
 * @param checksum   of its image, by which the box calls it
 * @param imageBytes length of the image
 */
public record PolicyFacts(String name, int rules, int checksum, int imageBytes) {
    /** Of that table. */
    public static PolicyFacts of(PolicyTable table) {
        return new PolicyFacts(table.policyName(), table.ruleCount(), table.checksum(), table.imageBytes());
    }

    /** The checksum as output has it. */
    public String checksumText() {
        return String.format("%08x", checksum);
    }
}
