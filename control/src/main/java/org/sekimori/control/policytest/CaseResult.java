package org.sekimori.control.policytest;

import java.nio.file.Path;
import java.util.List;

/**
 * What came of one case.
 *
 * @param folder     where the case lies
 * @param policyName the policy it was judged by
 * @param frames     frames judged
 */
public record CaseResult(Path folder, String policyName, long frames, List<Mismatch> mismatches) {
    /** Copies the mismatches. */
    public CaseResult {
        mismatches = List.copyOf(mismatches);
    }

    /** Whether everything was as expected. */
    public boolean isOk() {
        return mismatches.isEmpty();
    }
}
