package org.sekimori.control.cli;

import java.util.List;
import java.util.Optional;
import org.sekimori.control.reload.PolicyFile;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.lint.CostliestPacket;
import org.sekimori.policy.profile.Profile;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.PolicyReading;

/**
 * What checking one policy gave.
 *
 * @param source    the file's name, or what the profile is called
 * @param profile   the profile, if it is one
 * @param findings  what the reader says about places in the text
 * @param refusals  lines about the policy as a whole: unreadable, too large
 * @param table     the compiled policy, if it can be used
 * @param costliest what its costliest packet meets
 */
record PolicyCheck(
        String source,
        Optional<Profile> profile,
        List<Finding> findings,
        List<String> refusals,
        Optional<PolicyTable> table,
        CostliestPacket costliest) {
    static PolicyCheck of(PolicyOrigin origin) {
        String source = origin.sourceName();
        Optional<Profile> profile = origin.file().isPresent() ? Optional.empty() : Optional.of(origin.profile());
        List<Finding> findings = List.of();
        try {
            PolicyReading reading = origin.read();
            findings = reading.findings();
            Optional<PolicyTable> table = reading.policy().map(policy -> PolicyFile.compile(source, policy));
            CostliestPacket costliest =
                    CostliestPacket.of(reading.policy().map(Policy::rules).orElse(List.of()));
            return new PolicyCheck(source, profile, findings, List.of(), table, costliest);
        } catch (PolicyFileException refused) {
            return new PolicyCheck(
                    source, profile, findings, refused.errors(), Optional.empty(), CostliestPacket.of(List.of()));
        }
    }

    boolean isShipped() {
        return profile.equals(Optional.of(Profile.SHIPPED));
    }

    boolean isUsable() {
        return table.isPresent();
    }
}
