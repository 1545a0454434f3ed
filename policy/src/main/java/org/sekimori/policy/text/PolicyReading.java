package org.sekimori.policy.text;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.sekimori.policy.Policy;

/**
 * What came of reading a policy.
 *
 * @param policy   there if no finding is an error
 * @param findings in the order of the text
 */
public record PolicyReading(Optional<Policy> policy, List<Finding> findings) {
    /** Copies the findings. */
    public PolicyReading {
        Objects.requireNonNull(policy, "policy");
        findings = List.copyOf(findings);
    }

    /** Whether the policy can't be used. */
    public boolean hasErrors() {
        return policy.isEmpty();
    }
}
