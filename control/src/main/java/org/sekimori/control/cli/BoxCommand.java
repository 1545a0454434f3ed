package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.log.LineLog;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.command.BoxDesk;
import org.sekimori.dataplane.command.EarlyDesk;
import org.sekimori.dataplane.command.FirstPolicy;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.command.socket.CommandOptions;
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
            "  sekimori box --wait-interfaces --await-policy 5 @/etc/sekimori/box.conf   # as a service",
            "Without a policy that was kept, the shipped one is in force, unless --await-policy is given."
        })
final class BoxCommand implements Callable<Integer> {
    static final String WAIT_INTERFACES = "--wait-interfaces";
    static final String AWAIT_POLICY = "--await-policy";

    private static final int POLL_MS = 200;
    private static final long SAY_NS = TimeUnit.SECONDS.toNanos(1);

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

    @Option(
            names = WAIT_INTERFACES,
            description =
                    "Wait for interfaces that aren't there, or can't be taken yet; without, that is exit status 2.")
    private boolean waitsForInterfaces;

    @Option(
            names = AWAIT_POLICY,
            paramLabel = "SECONDS",
            description = {
                "Take the interfaces once 'sekimori control' has named the policy. Where the box before has kept one, wait so"
                        + " long at most, and not at all after a box that was killed; 0: until it comes, whatever was kept.",
                "Without, the policy that was kept is in force from the start, or the shipped one."
            })
    private int awaitSeconds = -1;

    @Mixin
    private ParentOption parent;

    @Mixin
    private HandOverOption handOver;

    private final long startedNs = System.nanoTime();
    private ServiceState service;
    private boolean tookOver;

    /** Which line it has, and how. */
    EngineOptions engine() {
        return engine;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Stop stop = new Stop();
        service = new ServiceState(System.getenv(), err);
        service.says("starting");
        parent.watch(stop, service::leave, handOver.leftAloneSeconds());
        handOver.listen(stop);
        Optional<String> failure;
        Signals.on("HUP", () -> err.println("SIGHUP: a box reads no policy file; send it to 'sekimori control'"));
        BoxWait wait = new BoxWait(stop, service, GuardHome.folder(folders.paths()), err);
        Optional<Practice> practised = takeOver(wait, err);
        if (wait.hasGivenUp()) {
            return ExitCode.NO;
        }
        try (BoxHome home = BoxHome.enter(folders.paths(), Optional.ofNullable(controlUser), engine.fileShape(), err)) {
            failure = run(home, practised, wait, stop, err);
        }
        if (wait.hasGivenUp()) {
            return ExitCode.NO;
        }
        return failure.isPresent() ? ExitCode.FAULT : ExitCode.OK;
    }

    /** Practises while the box before this one goes on with the line, then has it give the line up; nothing without one. */
    private Optional<Practice> takeOver(BoxWait wait, PrintWriter err) throws InterruptedException {
        Optional<Predecessor> predecessor = handOver.predecessor(folders.paths().boxLock(), err);
        if (predecessor.isEmpty() || !areFit(wait)) {
            return Optional.empty();
        }
        service.says("practising; the box before this one forwards until it is done");
        StartPolicy start = StartPolicy.of(new LastGood(folders.paths().lastGood(), CommandOptions.imageRoomBytes()));
        Optional<Practice> practice = engine.warmUp(start.table(), err);
        predecessor.get().end();
        tookOver = true;
        return practice;
    }

    /** Whether the interfaces are such that the line is worth taking from who has it. */
    private boolean areFit(BoxWait wait) throws InterruptedException {
        if (!waitsForInterfaces) {
            engine.check();
            return true;
        }
        return wait.interfaces(() -> {
                    engine.check();
                    return true;
                })
                .isPresent();
    }

    /** Filters until the end is wished for, or until a fault of the program ends it, which is returned. */
    private Optional<String> run(BoxHome home, Optional<Practice> practised, BoxWait wait, Stop stop, PrintWriter err)
            throws InterruptedException {
        BoxCounters counters = engine.counters(home.file());
        StartPolicy start = StartPolicy.of(home.lastGood());
        FirstPolicy first = new FirstPolicy(home.file().header()::policy, isAwaited(home, start));
        warn(start, first, err);
        PolicySource policies = new PolicySource(start.table(), counters);
        PolicyKeeper keeper = new PolicyKeeper(policies, start, Optional.of(home.lastGood()), first);
        wait.in(home);
        EarlyDesk desk = new EarlyDesk(keeper);
        wait.announcePolicy(first);
        if (!home.open(desk) && !first.isKnown()) {
            goWithout(start, first);
        }
        Optional<InterfaceClaims> claimed =
                waitsForInterfaces ? wait.interfaces(engine::claim) : Optional.of(engine.claim());
        if (claimed.isEmpty()) {
            return Optional.empty();
        }
        Optional<String> failure;
        try (InterfaceClaims claims = claimed.get()) {
            wait.announcePolicy(first);
            Optional<Practice> practice =
                    tookOver || home.followsDeath() ? practised : engine.warmUp(start.table(), err);
            if (!wait.policy(first, () -> hasPatience(start))) {
                return Optional.empty();
            }
            settle(start, first, err);
            try (Box box = engine.open(
                    claims,
                    folders.paths().boxRun(),
                    Optional.of(folders.paths().boxRun().resolve(EngineOptions.GUARD)),
                    policies,
                    home.file(),
                    err)) {
                box.whatIfs().onEnd(err::println);
                box.start();
                desk.open(new BoxDesk(keeper, box.whatIfs(), box.dropCapture()));
                engine.announce(practice, box, policies.current().table(), err);
                serve(box, keeper, home, new LineLog(home.file().reader(), err::println), stop);
                failure = box.failure();
                failure.ifPresent(why -> err.println("sekimori box: a fault of this program ends it: " + why));
                if (stop.isHandedOver()) {
                    box.leaveLine();
                }
            }
        }
        engine.report(counters, spec.commandLine().getOut());
        return failure;
    }

    /**
     * A box that follows one that was killed, or that gave the line up to it, goes on by what that one had confirmed: control
     * names nothing else since.
     */
    private boolean isAwaited(BoxHome home, StartPolicy start) {
        boolean goesOn = home.followsDeath() || tookOver;
        return awaitSeconds >= 0 && !(awaitSeconds > 0 && goesOn && start.isKept());
    }

    private static void warn(StartPolicy start, FirstPolicy first, PrintWriter err) {
        if (!start.remark().isEmpty()) {
            err.println("warning: " + start.remark() + (first.isKnown() ? "; the shipped policy is in force" : ""));
        }
    }

    /** Without a socket no policy can come. */
    private void goWithout(StartPolicy start, FirstPolicy first) {
        if (awaitSeconds == 0 || !start.isKept()) {
            throw new BadInputException(folders.paths().commandSocket()
                    + " can't be made, and the policy would come by it; give a --run-dir that can be written to");
        }
        first.settle();
    }

    /** Where a policy is kept, control is given a moment to name another one, if it is there at all. */
    private boolean hasPatience(StartPolicy start) {
        return awaitSeconds == 0
                || !start.isKept()
                || Files.isDirectory(folders.paths().controlRun())
                        && System.nanoTime() - startedNs < TimeUnit.SECONDS.toNanos(awaitSeconds);
    }

    private static void settle(StartPolicy start, FirstPolicy first, PrintWriter err) {
        if (!first.isKnown()) {
            err.println("warning: 'sekimori control' has named no policy; the one that was kept, '"
                    + start.table().policyName() + "', is in force");
            first.settle();
        }
    }

    private void serve(Box box, PolicyKeeper keeper, BoxHome home, LineLog line, Stop stop)
            throws InterruptedException {
        BoxFileReader reader = home.file().reader();
        long sayNs = System.nanoTime();
        try (keeper) {
            do {
                keeper.poll();
                long nowNs = System.nanoTime();
                line.look(nowNs);
                if (nowNs - sayNs >= 0) {
                    sayNs = nowNs + SAY_NS;
                    service.isReady(BoxHealth.line(reader.status()));
                }
            } while (box.failure().isEmpty() && !stop.await(POLL_MS));
        }
        if (box.failure().isEmpty() && !stop.isHandedOver()) {
            service.isStopping();
        }
    }
}
