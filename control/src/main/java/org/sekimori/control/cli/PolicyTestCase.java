package org.sekimori.control.cli;

import java.nio.file.Path;
import org.sekimori.control.policytest.CaseFolder;
import org.sekimori.control.policytest.CaseResult;
import org.sekimori.control.policytest.PolicyTest;
import org.sekimori.policy.PolicyTable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** One case of a policy test, with what its {@code arguments.txt} says. */
final class PolicyTestCase {
    private final CaseFolder folder;
    private final ReplaySelection selection = new ReplaySelection();

    PolicyTestCase(CaseFolder folder) {
        this.folder = folder;
        try {
            new CommandLine(selection).parseArgs(folder.arguments().toArray(new String[0]));
        } catch (ParameterException wrong) {
            Path file = folder.path().resolve(CaseFolder.ARGUMENTS);
            throw new BadInputException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    ReplaySelection selection() {
        return selection;
    }

    CaseResult run(PolicyTable policy) {
        ReplayInputs inputs = selection.inputsIn(folder.path());
        inputs.check();
        return PolicyTest.run(folder, policy, inputs.captures(), inputs.otherSide());
    }
}
