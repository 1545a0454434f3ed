package org.sekimori.control.plane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.sekimori.control.api.BoxEndpoints;
import org.sekimori.control.api.PolicyEndpoints;
import org.sekimori.control.api.WhatIfEndpoints;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.events.EventPump;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.server.HttpServer;
import org.sekimori.control.reload.PolicyLoader;
import org.sekimori.control.reload.PolicyService;
import org.sekimori.control.reload.PolicySetup;
import org.sekimori.control.reload.Reloader;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.status.ControlFacts;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.ProcessLock;
import org.sekimori.dataplane.command.socket.CommandClient;

/**
 * The control process's insides. One thread, the owner, starts it, calls {@link #poll} several times a second, and closes
 * it; {@link #requestReload} is for any.
 */
public final class ControlPlane implements AutoCloseable {
    private static final String TOKEN = "token";
    private static final String HISTORY = "history";

    private final ControlOptions options;
    private final Consumer<String> log;
    private final ProcessLock lock;
    private final BoxFileWatch watch;
    private final EventPump events;
    private final BoxLink box;
    private final PolicyService policies;
    private final Optional<Reloader> reloader;
    private final long startedEpochMs = System.currentTimeMillis();
    private volatile String refusal = "";
    private volatile List<String> listeners = List.of();
    private BoxEndpoints boxEndpoints;
    private HttpServer server;

    private ControlPlane(
            ControlOptions options, ProcessLock lock, BoxFileWatch watch, EventPump events, Consumer<String> log) {
        this.options = options;
        this.lock = lock;
        this.watch = watch;
        this.events = events;
        this.log = log;
        box = new CommandClient(options.paths().commandSocket());
        PolicyHistory history =
                PolicyHistory.open(options.paths().controlState().resolve(HISTORY), HistoryLimits.DEFAULT, log);
        policies = new PolicyService(new PolicySetup(
                new PolicyLoader(options.origin()),
                box,
                () -> BoxView.of(watch),
                history,
                options.tests(),
                Clock.systemUTC(),
                log,
                this::refused));
        policies.start();
        reloader = options.origin().file().map(file -> new Reloader(policies));
    }

    /**
     * Starts the control plane: the policy first, then the server.
     *
     * @param events set up, and not started; closed with the rest
     * @param log    takes lines for people
     * @throws ControlException where another control process runs in these folders, or a listener is on a bridged port
     */
    public static ControlPlane start(
            ControlOptions options, BoxFileWatch watch, EventPump events, Consumer<String> log) {
        BridgedPorts.refuse(options.http().listeners(), bridged(options, watch));
        ProcessLock lock = lock(options);
        ControlPlane plane;
        try {
            plane = new ControlPlane(options, lock, watch, events.start(), log);
        } catch (RuntimeException problem) {
            release(lock);
            throw problem;
        }
        try {
            plane.serve();
            plane.poll();
            return plane;
        } catch (RuntimeException problem) {
            plane.close();
            throw problem;
        }
    }

    private static Set<String> bridged(ControlOptions options, BoxFileWatch watch) {
        Set<String> ports = new TreeSet<>(options.bridged());
        Optional<BoxStatus> status = watch.current().flatMap(BoxHealth::status);
        status.map(BoxStatus::wanName).filter(name -> !name.isEmpty()).ifPresent(ports::add);
        status.map(BoxStatus::lanName).filter(name -> !name.isEmpty()).ifPresent(ports::add);
        return ports;
    }

    private static ProcessLock lock(ControlOptions options) {
        var file = options.paths().controlLock();
        try {
            return ProcessLock.take(file)
                    .orElseThrow(() -> new ControlException("control is running already: " + ProcessLock.holder(file)
                            + " holds " + file + "; for a second one give another --run-dir and --state-dir"));
        } catch (IOException problem) {
            throw new ControlException(file + " can't be made: " + OneLine.of(problem), problem);
        }
    }

    private void serve() {
        Credentials credentials = Credentials.open(tokenFile(options.paths()));
        Router.Builder routes = Router.builder();
        boxEndpoints = new BoxEndpoints(watch, events, this::facts, box);
        boxEndpoints.addTo(routes);
        PolicyEndpoints policyEndpoints = new PolicyEndpoints(policies);
        policyEndpoints.addTo(routes);
        new WhatIfEndpoints(policies, policyEndpoints, watch).addTo(routes);
        server = HttpServer.start(options.http(), routes.build(), credentials);
        listeners = server.lines();
        credentials.newToken().ifPresent(this::showToken);
        String policy = policies.status()
                .current()
                .map(entry -> "policy '" + entry.policy().name() + "', entry " + entry.id() + " of the history")
                .orElse("no policy of its own");
        log.accept("control: " + policy + "; " + String.join("; ", server.lines()));
    }

    /** Logs are read by others than who may know the token. */
    private void showToken(String token) {
        String made = "a token for the API was made at this first start";
        log.accept(
                isTerminal()
                        ? made + " and is shown only now: " + token
                        : made
                                + " and isn't shown, since this is no terminal; 'sekimori token' makes another and shows it");
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    /** Where the token's hash is kept. */
    public static Path tokenFile(BoxPaths paths) {
        return paths.controlState().resolve(TOKEN);
    }

    private void refused(String line) {
        refusal = line;
        events.refused(line);
    }

    private ControlFacts facts() {
        return new ControlFacts(
                ProcessHandle.current().pid(), startedEpochMs, options.paths().apiSocket(), listeners, refusal);
    }

    /** Everything the server answers to. */
    public List<Route> routes() {
        return server.router().routes();
    }

    /** Reads the policy file again at the next look, whether it has changed or not. */
    public void requestReload() {
        reloader.ifPresentOrElse(
                Reloader::request, () -> log.accept("SIGHUP: this policy has no file to read again; use --policy"));
    }

    /** Looks after the policy file and the box. */
    public void poll() {
        reloader.ifPresent(Reloader::poll);
        policies.look();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        if (boxEndpoints != null) {
            boxEndpoints.close();
        }
        events.close();
        box.close();
        release(lock);
    }

    private static void release(ProcessLock lock) {
        try {
            lock.close();
        } catch (IOException ignored) {
            // the kernel lets go when the process ends
        }
    }
}
