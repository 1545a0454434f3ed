package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.reload.PolicyOrigin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reads policies, says what is wrong with them, and compiles those that are sound. */
@Command(
        name = "check",
        description = "Check policy files: every finding in one line, then a summary.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:every policy can be used, though there may be warnings", "2:a policy has errors"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy check                        # the shipped policy",
            "  sekimori policy check office.yaml",
            "  sekimori policy check --profile office       # one of the policies the program brings along",
            "  sekimori policy check --json *.yaml"
        })
final class PolicyCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "Policy files; the shipped policy without any.")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description = "A profile, as 'sekimori policy list' names them. Repeatable.")
    private List<String> profiles = new ArrayList<>();

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        List<PolicyCheck> checks = origins().stream().map(PolicyCheck::of).toList();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            PolicyCheckReport.printJson(out, checks);
        } else {
            PolicyCheckReport.printText(out, checks);
        }
        out.flush();
        return checks.stream().allMatch(PolicyCheck::isUsable) ? ExitCode.OK : ExitCode.BAD_INPUT;
    }

    private List<PolicyOrigin> origins() {
        List<PolicyOrigin> origins = new ArrayList<>();
        files.forEach(file -> origins.add(PolicyOrigin.of(file)));
        profiles.forEach(name -> origins.add(PolicyOrigin.of(PolicyOption.profile(name))));
        return origins.isEmpty() ? List.of(PolicyOrigin.SHIPPED) : origins;
    }
}
