package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.reload.PolicyFile;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.control.replay.Progress;
import org.sekimori.control.replay.Replay;
import org.sekimori.control.replay.ReplayJson;
import org.sekimori.control.replay.ReplayPlan;
import org.sekimori.control.replay.ReplayReport;
import org.sekimori.control.replay.ReplayResult;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs capture files through the filter and says what would have become of each frame. */
@Command(
        name = "replay",
        description = "Run capture files through the filter: the same engine as 'run', no interface needed.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori replay wan.pcap                                  # every frame is inbound",
            "  sekimori replay both.pcapng --lan-net 192.168.1.0/24 --lan-net 2001:db8:1::/48",
            "  sekimori replay in.pcap --outbound out.pcap               # one file for each direction",
            "  sekimori replay x.pcap --policy office.yaml --passed p.pcap --dropped d.pcap",
            "  sekimori replay x.pcap --verdicts - | grep ,drop,"
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Captures, pcap or pcapng, read one after the other."
                    + " Frames are inbound unless --lan-net says otherwise.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--policy", paramLabel = "FILE", description = "Policy file; the shipped policy without.")
    private Path policyFile;

    @Option(
            names = "--lan-net",
            paramLabel = "CIDR",
            description = "A network on the LAN side: frames whose (outermost) IP source is in it are outbound."
                    + " Repeatable.")
    private List<String> lanNets = new ArrayList<>();

    @Option(
            names = "--outbound",
            paramLabel = "FILE",
            description = "A capture whose frames are all outbound, merged with the others by time. Repeatable.")
    private List<String> outboundFiles = new ArrayList<>();

    @Option(names = "--passed", paramLabel = "OUT", description = "Write the frames that pass to this pcap file.")
    private Path passedFile;

    @Option(names = "--dropped", paramLabel = "OUT", description = "Write the dropped frames to this pcap file.")
    private Path droppedFile;

    @Option(
            names = "--verdicts",
            paramLabel = "CSV",
            description = "Write file,frame,direction,verdict,rule,reason for each frame; - is standard output.")
    private Path verdictsFile;

    @Option(names = "--json", description = "Print the totals as one JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        ReplayInputs inputs = new ReplayInputs(files, outboundFiles, lanNets);
        ReplayOutputs outputs = new ReplayOutputs(passedFile, droppedFile, verdictsFile);
        if (outputs.usesStandardOutput() && json) {
            throw new BadInputException("--verdicts - and --json both want the standard output; write one to a file");
        }
        PolicyTable policy = policy();
        outputs.take(inputs.check());
        outputs.checkAgainst(inputs.paths(), policyFile);
        ReplayResult result;
        try {
            result = run(policy, inputs, outputs);
        } catch (CaptureException unwritten) {
            err().println(spec.qualifiedName() + ": " + unwritten.getMessage());
            return ExitCode.FAULT;
        }
        print(result, outputs.usesStandardOutput() ? err() : spec.commandLine().getOut());
        for (CaptureException fault : result.faults()) {
            err().println(spec.qualifiedName() + ": " + fault.getMessage());
        }
        if (!result.faults().isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        return result.stopped() ? ExitCode.FAULT : ExitCode.OK;
    }

    private PolicyTable policy() {
        if (policyFile == null) {
            return ShippedPolicy.table();
        }
        try {
            return PolicyFile.load(policyFile);
        } catch (PolicyFileException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    private ReplayResult run(PolicyTable policy, ReplayInputs inputs, ReplayOutputs outputs) {
        try (outputs;
                Progress progress = Progress.on(err())) {
            outputs.open(spec.commandLine().getOut());
            ReplayPlan plan = new ReplayPlan(
                    policy,
                    inputs.captures(),
                    inputs.otherSide(),
                    outputs.passed(),
                    outputs.dropped(),
                    outputs.verdicts());
            Replay replay = new Replay(plan, progress);
            Signals.on("INT", replay::stop);
            Signals.on("TERM", replay::stop);
            return replay.run();
        }
    }

    private void print(ReplayResult result, PrintWriter out) {
        if (json) {
            new ReplayJson(result).print(out);
        } else {
            new ReplayReport(result).print(out);
        }
        out.flush();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }
}
