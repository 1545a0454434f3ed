package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.sekimori.control.process.ProcessKeeper;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.BoxStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import picocli.CommandLine.UnmatchedArgumentException;

/** The appliance: starts box and control, each in a process of its own, and looks after both until it is told to stop. */
@Command(
        name = "run",
        description = {
            "Filter inline between two network interfaces, until SIGTERM or Ctrl-C.",
            "Starts 'sekimori box' and 'sekimori control', and either again if it ends; what isn't listed here is"
                    + " for 'control'."
        },
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
    private static final int POLL_MS = 50;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private PolicyOption policy;

    @Option(names = "--monitor", description = "Drop nothing: count what the policy would drop, and let it pass.")
    private boolean monitor;

    @Mixin
    private FolderOptions folders;

    @Option(
            names = "--control-user",
            paramLabel = "NAME",
            description = "User that control runs as; without, the user of this process.")
    private String controlUser;

    @Option(
            names = "--embedded",
            description = "One process, without control plane and folders, as tests and the lab want it.")
    private boolean embedded;

    private final long startedEpochMs = System.currentTimeMillis();
    private boolean filtered;

    @Unmatched
    private List<String> others = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException, IOException {
        engine.box();
        PolicyOrigin origin = monitor ? policy.origin().watching() : policy.origin();
        if (embedded) {
            refuseOthers();
            return new EmbeddedRun(
                            engine, origin, folders.paths(), spec.commandLine().getErr())
                    .run(spec.commandLine().getOut());
        }
        ChildCommands children = new ChildCommands(spec, controlUser, others);
        if (!children.hasControl()) {
            refuseOthers();
        }
        return keep(children);
    }

    private void refuseOthers() {
        if (!others.isEmpty()) {
            throw new UnmatchedArgumentException(spec.commandLine(), others);
        }
    }

    /** Whether a box that was started by this process has had frames flow. */
    private boolean hasFiltered() {
        try (BoxFileReader reader = BoxFileReader.open(folders.paths().boxState())) {
            BoxStatus status = reader.status();
            boolean flowed = status.state() == BoxState.FILTERING || status.state() == BoxState.STOPPED;
            filtered |= flowed && status.policy().epoch() > 0 && status.startedEpochMs() >= startedEpochMs;
        } catch (BoxFileException none) {
            return filtered;
        }
        return filtered;
    }

    private int keep(ChildCommands children) throws InterruptedException, IOException {
        PrintWriter err = spec.commandLine().getErr();
        if (controlUser != null) {
            folders.giveControl(controlUser);
        }
        Stop stop = new Stop();
        ProcessKeeper keeper = ProcessKeeper.start(
                children.plans(this::hasFiltered), ExitCode.BAD_INPUT, line -> err.println("sekimori run: " + line));
        Signals.on("HUP", () -> keeper.hangUp(ChildCommands.CONTROL));
        OptionalInt hopeless = OptionalInt.empty();
        while (hopeless.isEmpty() && !stop.await(POLL_MS)) {
            hopeless = keeper.look();
        }
        int status = keeper.stop();
        return hopeless.orElse(status);
    }
}
