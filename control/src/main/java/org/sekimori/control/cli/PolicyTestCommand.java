package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.policytest.CaseFolder;
import org.sekimori.control.policytest.CaseResult;
import org.sekimori.control.policytest.PolicyTestException;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.pcap.CaptureException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Unit tests for policies. */
@Command(
        name = "test",
        description = {
            "Run policy tests: folders of captures with the verdicts expected.",
            "Each folder with an 'expected.csv', at any depth, is a case. Beside it lie 'input.pcap', and if need be 'policy.yaml'"
                    + " and 'arguments.txt' (options of 'sekimori replay'). See docs/policy-tests.md."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every frame of every case was judged as expected", "1:some were not", "2:a case can't be run"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy test tests",
            "  sekimori policy test tests --policy office.yaml    # for cases that name no policy of their own",
            "  sekimori policy test --json tests | jq '.cases[] | select(.ok | not)'"
        })
final class PolicyTestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with cases in them or below.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private PolicyOption policy;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        PolicyOrigin fallback = policy.origin();
        List<CaseResult> results = new ArrayList<>();
        try {
            for (CaseFolder folder : CaseFolder.find(folders)) {
                results.add(run(folder, fallback));
            }
        } catch (PolicyTestException | CaptureException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            PolicyTestReport.printJson(out, results);
        } else {
            PolicyTestReport.printText(out, results);
        }
        out.flush();
        return results.stream().allMatch(CaseResult::isOk) ? ExitCode.OK : ExitCode.NO;
    }

    private static CaseResult run(CaseFolder folder, PolicyOrigin fallback) {
        PolicyTestCase test = new PolicyTestCase(folder);
        PolicyOrigin otherwise = folder.policy().map(PolicyOrigin::of).orElse(fallback);
        return test.run(PolicyOption.table(test.selection().originOr(otherwise)));
    }
}
