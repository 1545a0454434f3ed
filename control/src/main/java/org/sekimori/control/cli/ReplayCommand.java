package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.control.replay.Progress;
import org.sekimori.control.replay.Replay;
import org.sekimori.control.replay.ReplayJson;
import org.sekimori.control.replay.ReplayPlan;
import org.sekimori.control.replay.ReplayReport;
import org.sekimori.control.replay.ReplayResult;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.policy.PolicyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "  sekimori replay x.pcap --profile shield --lan-net 192.0.2.0/24",
            "  sekimori replay x.pcap --verdicts - | grep ,drop,"
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ReplaySelection selection;

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
        ReplayInputs inputs = selection.inputs();
        ReplayOutputs outputs = new ReplayOutputs(passedFile, droppedFile, verdictsFile);
        if (outputs.usesStandardOutput() && json) {
            throw new BadInputException("--verdicts - and --json both want the standard output; write one to a file");
        }
        PolicyOrigin origin = selection.origin();
        PolicyTable table = PolicyOption.table(origin);
        outputs.take(inputs.check());
        outputs.checkAgainst(inputs.paths(), origin.file());
        ReplayResult result;
        try {
            result = run(table, inputs, outputs);
        } catch (CaptureException unwritten) {
            err().println(spec.qualifiedName() + ": " + unwritten.getMessage());
            return ExitCode.FAULT;
        }
        print(result, outputs.usesStandardOutput() ? err() : spec.commandLine().getOut());
        for (CaptureException fault : result.faults()) {
            err().println(spec.qualifiedName() + ": " + fault.getMessage());
        }
        if (!result.programFault().isEmpty()) {
            err().println(spec.qualifiedName() + ": " + result.programFault());
            return ExitCode.FAULT;
        }
        if (!result.faults().isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        return result.stopped() ? ExitCode.FAULT : ExitCode.OK;
    }

    private ReplayResult run(PolicyTable table, ReplayInputs inputs, ReplayOutputs outputs) {
        try (outputs;
                Progress progress = Progress.on(err())) {
            outputs.open(spec.commandLine().getOut());
            ReplayPlan plan = new ReplayPlan(
                    table,
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
