package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sekimori.control.reload.PolicyFileException;
import org.sekimori.control.reload.PolicyLoader;
import org.sekimori.control.reload.Reloader;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.IdleMode;
import org.sekimori.dataplane.ThreadingMode;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.ShippedPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The appliance: takes two interfaces, filters between them until it is told to stop, and puts them back. */
@Command(
        name = "run",
        description = "Filter inline between two network interfaces, until SIGTERM or Ctrl-C.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori run --wan eth0 --lan eth1",
            "  sekimori run --wan eth0 --lan eth1 --policy office.yaml   # reloads when the file changes, or on SIGHUP",
            "  sekimori run --wan eth0 --lan eth1 --threading dedicated --idle busy-spin --core 1"
        })
final class RunCommand implements Callable<Integer> {
    private static final int POLL_MS = 250;

    @Spec
    private CommandSpec spec;

    @Option(names = "--wan", required = true, paramLabel = "IF", description = "Interface towards the WAN line.")
    private String wanName;

    @Option(names = "--lan", required = true, paramLabel = "IF", description = "Interface towards the site.")
    private String lanName;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Policy file; the shipped policy without. Watched, and read again on SIGHUP.")
    private Path policyFile;

    @Option(
            names = "--port-type",
            paramLabel = "TYPE",
            defaultValue = "afpacket",
            description = "How to take the interfaces: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private PortType portType;

    @Option(
            names = "--threading",
            paramLabel = "MODE",
            defaultValue = "shared",
            description = "Threads: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private ThreadingMode threading;

    @Option(
            names = "--idle",
            paramLabel = "MODE",
            defaultValue = "poll",
            description = "When there is nothing to do: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private IdleMode idle;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Workers that judge, 0 to 64; 0: egress judges itself (default: ${DEFAULT-VALUE}).")
    private int workers;

    @Option(
            names = "--port-slots",
            paramLabel = "N",
            defaultValue = "" + BoxOptions.DEFAULT_PORT_SLOTS,
            description = "Frames a port's receive ring holds, a power of two (default: ${DEFAULT-VALUE}).")
    private int portSlots;

    @Option(
            names = "--core",
            paramLabel = "N",
            description = "Pin the first thread to this core, others to those after it.")
    private int core = BoxOptions.ANY_CORE;

    @Option(names = "--no-mirror-carrier", description = "Don't set a port down while the other has no carrier.")
    private boolean noMirrorCarrier;

    @Option(names = "--json", description = "Print the totals at the end as one JSON object.")
    private boolean json;

    /** What loads {@link #policyFile}, if one is named. */
    private PolicyLoader loader;

    @Override
    public Integer call() throws InterruptedException {
        if (wanName.equals(lanName)) {
            throw new BadInputException(
                    "--wan and --lan are both '" + wanName + "': two different interfaces are wanted");
        }
        PolicyTable policy = policy();
        BoxOptions options = options();
        BoxCounters counters =
                new BoxCounters(wanName, lanName, options.pipeline().judgeCount());
        PolicySource policies = new PolicySource(policy, counters);
        Stop stop = new Stop();
        try (Box box = open(options, policies, counters)) {
            box.start();
            announce(policy, box);
            serve(policies, stop);
        }
        BoxReport report = new BoxReport(counters);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            report.printJson(out);
        } else {
            report.printText(out);
        }
        return ExitCode.OK;
    }

    private void announce(PolicyTable policy, Box box) {
        PrintWriter err = spec.commandLine().getErr();
        box.warnings().forEach(warning -> err.println("warning: " + warning));
        err.printf(
                "filtering: %s <-> %s, policy '%s' (%d rules), %s threads, idle %s, %s%n",
                wanName, lanName, policy.policyName(), policy.ruleCount(), threading, idle, box.silence());
        err.flush();
    }

    /** Until the end is wished for: looks after the policy file. */
    private void serve(PolicySource policies, Stop stop) throws InterruptedException {
        if (policyFile == null) {
            PrintWriter err = spec.commandLine().getErr();
            Signals.on("HUP", () -> err.println("SIGHUP: the shipped policy has no file to read again; use --policy"));
            while (!stop.await(POLL_MS)) {}
            return;
        }
        Reloader reloader = new Reloader(loader, policies, spec.commandLine().getErr());
        Signals.on("HUP", reloader::request);
        while (!stop.await(POLL_MS)) {
            reloader.poll();
        }
    }

    private PolicyTable policy() {
        if (policyFile == null) {
            return ShippedPolicy.table();
        }
        try {
            loader = new PolicyLoader(policyFile);
            return loader.load();
        } catch (PolicyFileException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    private BoxOptions options() {
        try {
            PipelineOptions standard = PipelineOptions.DEFAULT;
            int ringSlots = Math.min(standard.ringSlots(), portSlots);
            int batch = Math.min(standard.batchLimit(), ringSlots);
            PipelineOptions pipeline = new PipelineOptions(ringSlots, batch, workers);
            return new BoxOptions(pipeline, threading, idle, portSlots, !noMirrorCarrier, core);
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(inTermsOfOptions(wrong.getMessage()), wrong);
        }
    }

    private static String inTermsOfOptions(String message) {
        return message.replace("ringSlots", "--port-slots").replace("workerCount", "--workers");
    }

    private Box open(BoxOptions options, PolicySource policies, BoxCounters counters) {
        PortPair ports = PortOpener.open(portType, wanName, lanName, options.portSlots(), counters);
        try {
            return new Box(
                    options,
                    ports,
                    policies,
                    counters,
                    new FaultLog(spec.commandLine().getErr()));
        } catch (IllegalArgumentException wrong) {
            ports.close();
            throw new BadInputException(wrong.getMessage(), wrong);
        }
    }
}
