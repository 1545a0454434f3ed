package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.explain.CaptureDifference;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.control.replay.Progress;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.policy.explain.Difference;
import org.sekimori.policy.explain.PolicyDifferences;
import org.sekimori.policy.profile.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What would change between two policies: in their rules, or for the frames of captures. */
@Command(
        name = "diff",
        description = {
            "Compare two policies by meaning, rule by rule, or on captures.",
            "With --pcap, say which frames of the captures would fare otherwise. A and B are files, or names of profiles"
                    + " ('sekimori policy list'); a file of such a name is written ./NAME."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:no difference", "1:there are differences", "2:wrong usage or bad input"},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy diff shipped office.yaml",
            "  sekimori policy diff office.yaml new.yaml --pcap monday.pcap --lan-net 192.0.2.0/24",
            "  sekimori policy diff shipped strict --pcap x.pcap --examples 20 --json"
        })
final class PolicyDiffCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "A", description = "The policy as it was.")
    private String before;

    @Parameters(index = "1", paramLabel = "B", description = "The policy as it would be.")
    private String after;

    @Option(names = "--pcap", paramLabel = "FILE", description = "A capture to run through both. Repeatable.")
    private List<String> captures = new ArrayList<>();

    @Mixin
    private LanNetOption lanNets;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many frames of each change to name (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public Integer call() {
        if (examples < 0) {
            throw new BadInputException("--examples: expected 0 or more, found " + examples);
        }
        PolicyOrigin was = origin(before);
        PolicyOrigin is = origin(after);
        try {
            boolean isEqual = captures.isEmpty() ? compareRules(was, is) : compareFrames(was, is);
            spec.commandLine().getOut().flush();
            return isEqual ? ExitCode.OK : ExitCode.NO;
        } catch (PolicyFileException | CaptureException unusable) {
            throw new BadInputException(unusable.getMessage(), unusable);
        }
    }

    private static PolicyOrigin origin(String name) {
        try {
            return Profile.of(name).map(PolicyOrigin::of).orElseGet(() -> PolicyOrigin.of(Path.of(name)));
        } catch (InvalidPathException wrong) {
            throw new BadInputException("'" + name + "' can't be a file's name here: " + wrong.getReason(), wrong);
        }
    }

    private boolean compareRules(PolicyOrigin was, PolicyOrigin is) {
        List<Difference> differences = PolicyDifferences.between(was.policy(), is.policy());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            PolicyDiffReport.printRulesJson(out, differences);
        } else {
            PolicyDiffReport.printRules(out, differences);
        }
        return differences.isEmpty();
    }

    private boolean compareFrames(PolicyOrigin was, PolicyOrigin is) {
        ReplayInputs inputs = new ReplayInputs(captures, List.of(), lanNets.rule(), Path.of(""));
        inputs.check();
        CaptureDifference difference;
        try (Progress progress = Progress.on(spec.commandLine().getErr())) {
            difference = CaptureDifference.between(was.table(), is.table(), inputs.captures(), examples, progress);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            PolicyDiffReport.printFramesJson(out, difference);
        } else {
            PolicyDiffReport.printFrames(out, difference);
        }
        return difference.changes().isEmpty();
    }
}
