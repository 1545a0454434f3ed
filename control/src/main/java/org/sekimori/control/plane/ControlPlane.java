package org.sekimori.control.plane;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.sekimori.control.api.BoxEndpoints;
import org.sekimori.control.api.PolicyEndpoints;
import org.sekimori.control.api.WhatIfEndpoints;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.events.EventPump;
import org.sekimori.control.history.HistoryLimits;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.http.Route;
import org.sekimori.control.http.Router;
import org.sekimori.control.http.server.HttpServer;
import org.sekimori.control.metrics.ListenFacts;
import org.sekimori.control.reload.PolicyChange;
import org.sekimori.control.reload.PolicyLoader;
import org.sekimori.control.reload.PolicyOutcome;
import org.sekimori.control.reload.PolicyReport;
import org.sekimori.control.reload.PolicyService;
import org.sekimori.control.reload.PolicySetup;
import org.sekimori.control.reload.ReloadLoop;
import org.sekimori.control.report.BoxHealth;
import org.sekimori.control.status.ControlFacts;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.ProcessLock;
import org.sekimori.dataplane.command.socket.CommandClient;
import org.sekimori.dataplane.linux.ProcessUser;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/**
 * The control process's insides. One thread, the owner, starts it, calls {@link #poll} several times a second, and closes
 * it; {@link #requestReload} is for any.
 */
public final class ControlPlane implements AutoCloseable {
    private static final String TOKEN = "token";
    private static final String USER = "unix:uid";
    private static final String HISTORY = "history";
    private static final long TEND_NS = TimeUnit.SECONDS.toNanos(1);
    private static final int MAX_EVENTS = 20;

    private final ControlOptions options;
    private final Consumer<String> log;
    private final ProcessLock lock;
    private final BoxFileWatch watch;
    private final EventPump events;
    private final BoxLink box;
    private final PolicyService policies;
    /** What is said of the first policy waits until it is known whether that is all there is to say; null afterwards. */
    private List<String> heldBack;

    private final long startedEpochMs = System.currentTimeMillis();
    private final AtomicBoolean certificateRequested = new AtomicBoolean();
    private BoxEndpoints boxEndpoints;
    private ReloadLoop reloads;
    private volatile HttpServer server;
    private volatile String line = "reading the policy";
    private long nextTendNs = System.nanoTime();

    private ControlPlane(
            ControlOptions options, ProcessLock lock, BoxFileWatch watch, EventPump events, Consumer<String> log) {
        this.options = options;
        this.lock = lock;
        this.watch = watch;
        this.events = events;
        this.log = log;
        heldBack = options.endsWithoutPolicy() ? new ArrayList<>() : null;
        box = new CommandClient(options.paths().commandSocket());
        PolicyHistory history =
                PolicyHistory.open(options.paths().controlState().resolve(HISTORY), HistoryLimits.DEFAULT, log);
        policies = new PolicyService(setup(options, history));
    }

    private PolicySetup setup(ControlOptions options, PolicyHistory history) {
        return new PolicySetup(
                        new PolicyLoader(options.origin()),
                        box,
                        () -> BoxView.of(watch),
                        history,
                        options.tests(),
                        Clock.systemUTC(),
                        this::say,
                        this::changed)
                .keptIn(options.paths().controlState());
    }

    /**
     * Starts the control plane: the server first, so that it answers while a large policy is read, unless it ends with a bad one.
     *
     * @param events set up, and not started; closed with the rest
     * @param log    takes lines for people
     * @throws ControlException where another control process runs in these folders, or a listener is on a bridged port
     */
    public static ControlPlane start(
            ControlOptions options, BoxFileWatch watch, EventPump events, Consumer<String> log) {
        BridgedPorts.refuse(options.http().listeners(), bridged(options, watch));
        ProcessLock lock = lock(options, log);
        ControlPlane plane;
        try {
            plane = new ControlPlane(options, lock, watch, events.start(), log);
        } catch (RuntimeException problem) {
            release(lock);
            throw problem;
        }
        try {
            plane.begin();
            plane.poll();
            return plane;
        } catch (RuntimeException problem) {
            plane.close();
            throw problem;
        }
    }

    private void begin() {
        if (options.endsWithoutPolicy()) {
            readPolicy();
            judgeStart();
            serve();
        } else {
            serve();
            readPolicy();
        }
    }

    private synchronized void say(String line) {
        if (heldBack != null) {
            heldBack.add(line);
        } else {
            log.accept(line);
        }
    }

    private void judgeStart() {
        PolicyOutcome startOutcome = awaitPolicy();
        if (!startOutcome.isDone()) {
            List<String> errors = startOutcome.findings().stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .map(Finding::toString)
                    .collect(Collectors.toCollection(ArrayList::new));
            errors.addAll(startOutcome.reasons());
            throw new ControlException(String.join(System.lineSeparator(), errors));
        }
        synchronized (this) {
            if (heldBack != null) {
                heldBack.forEach(log);
                heldBack = null;
            }
        }
    }

    private static Set<String> bridged(ControlOptions options, BoxFileWatch watch) {
        Set<String> ports = new TreeSet<>(options.bridged());
        Optional<BoxStatus> status = watch.current().flatMap(BoxHealth::status);
        status.map(BoxStatus::wanName).filter(name -> !name.isEmpty()).ifPresent(ports::add);
        status.map(BoxStatus::lanName).filter(name -> !name.isEmpty()).ifPresent(ports::add);
        return ports;
    }

    /** In a folder of somebody else's, root would follow that user's links with its own rights. */
    private static void refuseForeign(Path folder) {
        try {
            if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
                return;
            }
            String owner = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName();
            boolean isForeign =
                    !Files.getAttribute(folder, USER, LinkOption.NOFOLLOW_LINKS).equals(ProcessUser.ROOT);
            if (isForeign && ProcessUser.own() == ProcessUser.ROOT) {
                throw new ControlException(folder + " belongs to user '" + owner
                        + "', and this is root; start control as that user ('run' with --control-user " + owner
                        + "), or give another --run-dir and --state-dir");
            }
        } catch (IOException problem) {
            throw new ControlException(folder + " can't be used: " + OneLine.of(problem), problem);
        }
    }

    private static ProcessLock lock(ControlOptions options, Consumer<String> log) {
        refuseForeign(options.paths().controlRun());
        refuseForeign(options.paths().controlState());
        var file = options.paths().controlLock();
        try {
            return ProcessLock.take(file, log)
                    .orElseThrow(() -> new ControlException("control is running already: " + ProcessLock.holder(file)
                            + " holds " + file + "; for a second one give another --run-dir and --state-dir"));
        } catch (IOException problem) {
            throw new ControlException(file + " can't be made: " + OneLine.of(problem), problem);
        }
    }

    private void serve() {
        Credentials credentials = Credentials.open(tokenFile(options.paths()));
        Router.Builder routes = Router.builder();
        boxEndpoints = new BoxEndpoints(watch, events, this::facts, box, this::listening);
        boxEndpoints.addTo(routes);
        PolicyEndpoints policyEndpoints = new PolicyEndpoints(policies, this::requestOthers);
        policyEndpoints.addTo(routes);
        new WhatIfEndpoints(policies, policyEndpoints, watch).addTo(routes);
        server = HttpServer.start(options.http(), routes.build(), credentials, log);
        credentials.newToken().ifPresent(this::showToken);
        log.accept("control: " + String.join("; ", server.lines()));
    }

    private void readPolicy() {
        reloads = ReloadLoop.start(policies, this::say);
        reloads.first().thenAccept(outcome -> {
            String wanted = policies.status()
                    .current()
                    .map(entry -> "policy '" + entry.policy().name() + "', entry " + entry.id() + " of the history")
                    .orElse("no policy of its own");
            if (outcome.isDone()) {
                line = wanted;
            }
            say("control: " + wanted);
        });
    }

    /** Whether the policy it was started with has been read, whatever came of it. */
    public boolean hasReadPolicy() {
        return reloads.first().isDone();
    }

    /** What became of the policies that were wanted, in one line. */
    public String line() {
        return line;
    }

    /** Waits until the policy it was started with has been read, whatever came of it. */
    PolicyOutcome awaitPolicy() {
        return reloads.first().join();
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

    /** Has a change of the policy be told as events, whoever it was that wanted it. */
    private void changed(PolicyChange change) {
        line = change.isDone() ? change.says() : "a policy was refused: " + change.says();
        if (!change.isDone()) {
            events.refused(change.trigger().phrase() + " by " + change.author().name() + ": " + change.says());
            return;
        }
        change.warnings().stream().limit(MAX_EVENTS).forEach(warning -> events.warned(change.says(), warning));
        change.sets().stream().filter(SetNote::isNews).limit(MAX_EVENTS).forEach(events::setRead);
    }

    private ListenFacts listening() {
        HttpServer serving = server;
        return serving == null ? ListenFacts.NONE : new ListenFacts(serving.listening(), serving.certificateEnd());
    }

    private ControlFacts facts() {
        HttpServer serving = server;
        List<String> listeners = serving == null ? List.of() : serving.lines();
        PolicyReport report = policies.report();
        String refusal = report.last()
                .filter(change -> !change.isDone())
                .map(PolicyChange::says)
                .orElse("");
        return new ControlFacts(
                ProcessHandle.current().pid(),
                startedEpochMs,
                options.paths().apiSocket(),
                listeners,
                refusal,
                Optional.of(report));
    }

    /** Everything the server answers to. */
    public List<Route> routes() {
        return server.router().routes();
    }

    /** Reads the policy file and the certificate's files again at the next look, whether they have changed or not. */
    public void requestReload() {
        requestOthers();
        if (!reloads.request()) {
            log.accept("SIGHUP: this policy has no file to read again; use --policy");
        }
    }

    /** What else is read again whenever the policy is on request. */
    private void requestOthers() {
        certificateRequested.set(true);
        events.reopen();
    }

    /** Looks after the box, and what the server listens on. */
    public void poll() {
        if (certificateRequested.getAndSet(false)) {
            server.reloadCertificate();
        }
        long nowNs = System.nanoTime();
        if (nowNs - nextTendNs >= 0) {
            nextTendNs = nowNs + TEND_NS;
            server.tend();
        }
        if (reloads.first().isDone()) {
            // before, what the history holds may not be what this process was told to put in force
            policies.look();
        }
    }

    @Override
    public void close() {
        if (reloads != null) {
            reloads.close();
        }
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
