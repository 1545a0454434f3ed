package org.sekimori.control.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.sekimori.control.reload.PolicyFile;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

/**
 * What checking one policy gave.
 *
 * @param source    the file's name, or what the shipped policy is called
 * @param isShipped whether it is the shipped policy
 * @param findings  what the reader says about places in the text
 * @param refusals  lines about the policy as a whole: unreadable, too large
 * @param table     the compiled policy, if it can be used
 */
record PolicyCheck(
        String source, boolean isShipped, List<Finding> findings, List<String> refusals, Optional<PolicyTable> table) {
    static PolicyCheck of(Path file) {
        return of(file.toString(), false, () -> PolicyFile.read(file));
    }

    static PolicyCheck ofShipped() {
        String source = ShippedPolicy.SOURCE_NAME;
        return of(source, true, () -> PolicyReader.read(source, ShippedPolicy.text()));
    }

    boolean isUsable() {
        return table.isPresent();
    }

    private static PolicyCheck of(String source, boolean isShipped, Supplier<PolicyReading> reader) {
        List<Finding> findings = List.of();
        try {
            PolicyReading reading = reader.get();
            findings = reading.findings();
            Optional<PolicyTable> table = reading.policy().map(policy -> PolicyFile.compile(source, policy));
            return new PolicyCheck(source, isShipped, findings, List.of(), table);
        } catch (PolicyFileException refused) {
            return new PolicyCheck(source, isShipped, findings, refused.errors(), Optional.empty());
        }
    }
}
