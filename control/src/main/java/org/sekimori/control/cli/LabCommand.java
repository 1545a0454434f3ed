package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.lab.CheckReport;
import org.sekimori.control.lab.Kept;
import org.sekimori.control.lab.Lab;
import org.sekimori.control.lab.LabJson;
import org.sekimori.control.lab.LabOptions;
import org.sekimori.control.lab.LabSummary;
import org.sekimori.control.lab.MissingRequirementException;
import org.sekimori.control.lab.net.LabFaultException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job with no hardware: attacks and honest traffic between network namespaces, with the box and without. */
@Command(
        name = "lab",
        description = {
            "Show the filter at work with no hardware, between network namespaces on this machine.",
            "Attacks and honest traffic by real programs, first without the box, then with it. Needs root."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        subcommands = {LabAttackerCommand.class, LabResponderCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori lab                 # everything, 2 to 4 minutes",
            "  sekimori lab --quick         # without the domain controller, under a minute",
            "  sekimori lab --keep          # leaves it up to look around; 'sekimori lab --down' ends it"
        })
final class LabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--quick", description = "Leave out the servers that take long to start, and say which.")
    private boolean quick;

    @Option(names = "--keep", description = "Leave everything up at the end, and say how to enter it.")
    private boolean keep;

    @Option(names = "--down", description = "Take down what earlier labs left up, and do nothing else.")
    private boolean down;

    @Option(names = "--json", description = "Print the result as one JSON object; progress goes to standard error.")
    private boolean json;

    private volatile boolean ended;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (down) {
            takeDown(out);
            return ExitCode.OK;
        }
        CheckReport report = new CheckReport(json ? err : out);
        try (Lab lab = new Lab(new LabOptions(quick, keep), report)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> takeDownEarly(lab, report), "take the lab down"));
            lab.play();
            LabSummary.print(lab, report);
            if (json) {
                LabJson.print(lab, report, quick, out);
            }
            if (keep) {
                lab.keep();
            }
        } catch (MissingRequirementException missing) {
            throw new BadInputException(missing.getMessage(), missing);
        } catch (LabFaultException fault) {
            if (!report.isMuted()) {
                err.println(spec.qualifiedName() + ": " + fault.getMessage());
            }
            return ExitCode.FAULT;
        } finally {
            ended = true;
        }
        return report.isOk() ? ExitCode.OK : ExitCode.NO;
    }

    /** Runs at every end of the process; at an ordinary one there is nothing left to do. */
    private void takeDownEarly(Lab lab, CheckReport report) {
        if (!ended) {
            report.lastWord("interrupted; taking the lab down");
        }
        lab.close();
    }

    private static void takeDown(PrintWriter out) {
        List<String> lines = Kept.takeDownAll();
        lines.forEach(out::println);
        if (lines.isEmpty()) {
            out.println("no lab was left up");
        }
    }
}
