package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekimori.control.log.LineLog;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.command.BoxDesk;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.warmup.Practice;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The box by itself: takes two interfaces and filters by the policy it kept, until it is told to stop. It has no network
 * socket and reads no policy text but its own; new policies come as images, by its Unix socket.
 */
@Command(
        name = "box",
        description = "Filter between two network interfaces; policies come from 'sekimori control'.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori box --wan eth0 --lan eth1",
            "  sekimori box @/etc/sekimori/box.conf   # options from a file",
            "Without a policy that was kept, the shipped one is in force."
        })
final class BoxCommand implements Callable<Integer> {
    private static final int POLL_MS = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOptions engine;

    @Mixin
    private FolderOptions folders;

    @Option(
            names = "--control-user",
            paramLabel = "NAME",
            description = "User that 'sekimori control' runs as; it may push policies, and read the counters.")
    private String controlUser;

    @Mixin
    private ParentOption parent;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Stop stop = new Stop();
        parent.watch(stop);
        Optional<String> failure;
        Signals.on("HUP", () -> err.println("SIGHUP: a box reads no policy file; send it to 'sekimori control'"));
        try (BoxHome home = BoxHome.enter(folders.paths(), Optional.ofNullable(controlUser), engine.fileShape(), err);
                InterfaceClaims claims = engine.claim()) {
            BoxCounters counters = engine.counters(home.file());
            StartPolicy start = StartPolicy.of(home.lastGood());
            if (!start.remark().isEmpty()) {
                err.println("warning: " + start.remark());
            }
            PolicySource policies = new PolicySource(start.table(), counters);
            PolicyKeeper keeper = new PolicyKeeper(
                    policies, start, Optional.of(home.lastGood()), home.file().header()::policy);
            Optional<Practice> practice = home.followsDeath() ? Optional.empty() : engine.warmUp(start.table(), err);
            try (Box box = engine.open(claims, folders.paths().boxRun(), policies, home.file(), err)) {
                box.start();
                home.open(new BoxDesk(keeper, box.whatIfs(), box.dropCapture()));
                engine.announce(practice, box, start.table(), err);
                serve(box, keeper, new LineLog(home.file().reader(), err::println), stop);
                failure = box.failure();
                failure.ifPresent(why -> err.println("sekimori box: a fault of this program ends it: " + why));
            }
            engine.report(counters, spec.commandLine().getOut());
        }
        return failure.isPresent() ? ExitCode.FAULT : ExitCode.OK;
    }

    private static void serve(Box box, PolicyKeeper keeper, LineLog line, Stop stop) throws InterruptedException {
        try (keeper) {
            while (box.failure().isEmpty() && !stop.await(POLL_MS)) {
                keeper.poll();
                line.look(System.nanoTime());
            }
        }
    }
}
