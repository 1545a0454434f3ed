package org.sekimori.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.policytest.CaseFolder;
import org.sekimori.control.policytest.CaseResult;
import org.sekimori.control.policytest.PolicyTestException;
import org.sekimori.control.reload.OwnTests;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.compile.PolicyTooLargeException;

/**
 * The tests that lie beside a policy file, {@code office.tests/} beside {@code office.yaml}: policy tests as {@code policy
 * test} runs them, each by the policy that is to be put in force, whatever policy a case names.
 */
final class OwnPolicyTests implements OwnTests {
    private static final int MOST_LINES = 20;

    private final Path folder;

    private OwnPolicyTests(Path folder) {
        this.folder = folder;
    }

    /** The tests of the policy file of that name. */
    static OwnPolicyTests beside(Path policyFile) {
        String name = policyFile.getFileName().toString().replaceFirst("\\.[^.]+$", "");
        return new OwnPolicyTests(policyFile.resolveSibling(name + ".tests"));
    }

    @Override
    public List<String> failures(Policy policy) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        List<String> failures = new ArrayList<>();
        try {
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            for (CaseFolder each : CaseFolder.find(List.of(folder))) {
                CaseResult result = new PolicyTestCase(each).run(table);
                result.mismatches().forEach(mismatch -> failures.add(each.path() + ": " + mismatch));
            }
        } catch (PolicyTestException | CaptureException | BadInputException unusable) {
            failures.add(unusable.getMessage());
        } catch (PolicyTooLargeException tooLarge) {
            // said by whoever compiles it next
            return List.of();
        }
        return shortened(failures);
    }

    private static List<String> shortened(List<String> failures) {
        if (failures.size() <= MOST_LINES) {
            return failures;
        }
        List<String> some = new ArrayList<>(failures.subList(0, MOST_LINES));
        some.add("and " + Words.counted(failures.size() - MOST_LINES, "more frame") + " not as expected");
        return some;
    }
}
