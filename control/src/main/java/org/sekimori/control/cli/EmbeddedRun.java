package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import org.sekimori.control.log.LineLog;
import org.sekimori.control.reload.EmbeddedPolicies;
import org.sekimori.control.reload.PolicyLoader;
import org.sekimori.control.reload.PolicyOrigin;
import org.sekimori.control.reload.Reloader;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.warmup.Practice;
import org.sekimori.policy.PolicyTable;

/** A box in one process with what reloads its policy, and without sockets or files: for the lab and for tests. */
final class EmbeddedRun {
    private static final int POLL_MS = 250;

    private final EngineOptions engine;
    private final PolicyOrigin origin;
    private final BoxPaths paths;
    private final PrintWriter err;

    EmbeddedRun(EngineOptions engine, PolicyOrigin origin, BoxPaths paths, PrintWriter err) {
        this.engine = engine;
        this.origin = origin;
        this.paths = paths;
        this.err = err;
    }

    /** Filters until the end is wished for, then prints what was counted; returns the exit status. */
    int run(PrintWriter out) throws InterruptedException {
        PolicyLoader loader = new PolicyLoader(origin);
        PolicyTable table = PolicyOption.usable(loader::load);
        BoxFile file = BoxFile.inMemory(engine.fileShape());
        BoxCounters counters = engine.counters(file);
        PolicySource policies = new PolicySource(table, counters);
        Stop stop = new Stop();
        Optional<String> failure;
        try (InterfaceClaims claims = engine.claim()) {
            Optional<Practice> practice = engine.warmUp(table, err);
            try (Box box = engine.open(claims, paths.boxRun(), Optional.empty(), policies, file, err)) {
                Optional<Reloader> reloader = origin.file().map(policyFile -> reloader(policies, loader, policyFile));
                listen(reloader);
                box.start();
                engine.announce(practice, box, table, err);
                serve(box, reloader, new LineLog(file.reader(), err::println), stop);
                failure = box.failure();
                failure.ifPresent(why -> err.println("sekimori run: a fault of this program ends it: " + why));
            }
        }
        engine.report(counters, out);
        return failure.isPresent() ? ExitCode.FAULT : ExitCode.OK;
    }

    private Reloader reloader(PolicySource policies, PolicyLoader loader, Path file) {
        return new Reloader(EmbeddedPolicies.over(policies, loader, OwnPolicyTests.beside(file), err::println));
    }

    /** Before anybody learns that the box is there: without a listener, SIGHUP would end it. */
    private void listen(Optional<Reloader> reloader) {
        Runnable onHangUp = reloader.isPresent()
                ? reloader.get()::request
                : () -> err.println("SIGHUP: this policy has no file to read again; use --policy");
        Signals.on("HUP", onHangUp);
    }

    /** Until the end is wished for, or the box fails: looks after the policy file, if there is one. */
    private static void serve(Box box, Optional<Reloader> reloader, LineLog line, Stop stop)
            throws InterruptedException {
        while (box.failure().isEmpty() && !stop.await(POLL_MS)) {
            reloader.ifPresent(Reloader::poll);
            line.look(System.nanoTime());
        }
    }
}
