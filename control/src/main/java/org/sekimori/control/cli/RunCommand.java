package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekimori.control.reload.EmbeddedPolicies;
import org.sekimori.control.reload.PolicyLoader;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.control.reload.Reloader;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.IdleMode;
import org.sekimori.dataplane.ThreadingMode;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.policy.PolicyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  sekimori run --wan eth0 --lan eth1 --profile office --monitor   # what would it drop?",
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

    @Mixin
    private PolicyOption policy;

    @Option(names = "--monitor", description = "Drop nothing: count what the policy would drop, and let it pass.")
    private boolean monitor;

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

    @Override
    public Integer call() throws InterruptedException {
        if (wanName.equals(lanName)) {
            throw new BadInputException(
                    "--wan and --lan are both '" + wanName + "': two different interfaces are wanted");
        }
        PolicyOrigin origin = monitor ? policy.origin().watching() : policy.origin();
        PolicyLoader loader = new PolicyLoader(origin);
        PolicyTable table = PolicyOption.usable(loader::load);
        BoxOptions options = options();
        BoxFile file = BoxFile.inMemory(options.fileShape());
        BoxCounters counters = file.counters(wanName, lanName);
        PolicySource policies = new PolicySource(table, counters);
        PrintWriter err = spec.commandLine().getErr();
        Stop stop = new Stop();
        try (Box box = open(options, policies, file)) {
            Optional<Reloader> reloader = origin.file().map(policyFile -> reloader(policies, loader, policyFile));
            listen(reloader);
            box.start();
            announce(table, box);
            serve(reloader, stop);
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

    private Reloader reloader(PolicySource policies, PolicyLoader loader, Path file) {
        PrintWriter err = spec.commandLine().getErr();
        return new Reloader(EmbeddedPolicies.over(policies, loader, OwnPolicyTests.beside(file), err::println));
    }

    private void announce(PolicyTable table, Box box) {
        PrintWriter err = spec.commandLine().getErr();
        box.warnings().forEach(warning -> err.println("warning: " + warning));
        err.printf(
                "%s: %s <-> %s, policy '%s' (%d rules), %s threads, idle %s, %s%n",
                table.isMonitorOnly() ? "watching" : "filtering",
                wanName,
                lanName,
                table.policyName(),
                table.ruleCount(),
                threading,
                idle,
                box.silence());
        err.flush();
    }

    /** Before anybody learns that the box is there: without a listener, SIGHUP would end it. */
    private void listen(Optional<Reloader> reloader) {
        PrintWriter err = spec.commandLine().getErr();
        Runnable onHangUp = reloader.isPresent()
                ? reloader.get()::request
                : () -> err.println("SIGHUP: this policy has no file to read again; use --policy");
        Signals.on("HUP", onHangUp);
    }

    /** Until the end is wished for: looks after the policy file, if there is one. */
    private void serve(Optional<Reloader> reloader, Stop stop) throws InterruptedException {
        while (!stop.await(POLL_MS)) {
            reloader.ifPresent(Reloader::poll);
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

    private Box open(BoxOptions options, PolicySource policies, BoxFile file) {
        PortPair ports = PortOpener.open(portType, wanName, lanName, options.portSlots(), file.counters());
        try {
            return new Box(
                    options,
                    ports,
                    policies,
                    file,
                    new FaultLog(spec.commandLine().getErr()));
        } catch (IllegalArgumentException wrong) {
            ports.close();
            throw new BadInputException(wrong.getMessage(), wrong);
        }
    }
}
