package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.sekimori.dataplane.Box;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.IdleMode;
import org.sekimori.dataplane.ThreadingMode;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.offload.OffloadMode;
import org.sekimori.dataplane.warmup.Practice;
import org.sekimori.dataplane.warmup.WarmUp;
import org.sekimori.policy.PolicyTable;
import picocli.CommandLine.Option;

/** The options that say which frames are moved, and how, alike in every command that moves them. */
final class EngineOptions {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int MAX_WARM_UP_SECONDS = 60;
    private static final int MIN_GUARD_LIMIT_MS = 20;
    private static final int MAX_GUARD_LIMIT_MS = 10_000;
    static final String GUARD = "guard";

    @Option(names = "--wan", required = true, paramLabel = "IF", description = "Interface towards the WAN line.")
    private String wanName;

    @Option(names = "--lan", required = true, paramLabel = "IF", description = "Interface towards the site.")
    private String lanName;

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
            names = "--pipelines",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Pipelines, each with rings, workers and threads of its own, that divide the frames by their pair"
                            + " of addresses, 1 to 16: for more cores (default: ${DEFAULT-VALUE}).")
    private int pipelines;

    @Option(
            names = "--port-slots",
            paramLabel = "N",
            description = "Frames a receive ring holds, a power of two (default: " + BoxOptions.DEFAULT_PORT_SLOTS
                    + ", and an eighth of it with --memory small).")
    private Integer portSlots;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            defaultValue = "normal",
            description =
                    "${COMPLETION-CANDIDATES}; small: receive rings, and what is remembered of flows, fragments, limits and"
                            + " connections, an eighth as large (default: ${DEFAULT-VALUE}).")
    private MemorySize memory;

    @Option(
            names = "--core",
            paramLabel = "N",
            description = "Pin the first thread to this core, others to those after it.")
    private int core = BoxOptions.ANY_CORE;

    @Option(
            names = "--offload",
            paramLabel = "MODE",
            defaultValue = "auto",
            description =
                    "What the kernel does before frames reach the box: ${COMPLETION-CANDIDATES}; drop: drops at the"
                            + " WAN port, by XDP, what needs no memory; forward: also sends on, both ways, what passes;"
                            + " auto: what this machine can (default: ${DEFAULT-VALUE}).")
    private OffloadMode offload;

    @Option(
            names = "--fail",
            paramLabel = "MODE",
            defaultValue = "open",
            description =
                    "While no box is there, frames that only it could judge: open, they pass; closed, they are dropped"
                            + " (default: ${DEFAULT-VALUE}).")
    private FailMode fail;

    @Option(
            names = "--guard",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Have programs keep the line while no box is there; --no-guard: leave nothing behind.")
    private boolean isGuarded;

    @Option(
            names = "--keep-guard",
            description = "Leave the guard in place at an orderly end as well: as a service, which is started again.")
    private boolean keepGuard;

    @Option(
            names = "--guard-limit",
            paramLabel = "MS",
            defaultValue = "50",
            description = "How long the box may stand still before the guard takes the line, 20 to 10000 ms (default:"
                    + " ${DEFAULT-VALUE}).")
    private int guardLimitMs;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description =
                    "Practise so long at most before the interfaces are taken, so that a loaded line loses nothing at"
                            + " the start; 0 for not at all (default: ${DEFAULT-VALUE}).")
    private double warmUpSeconds;

    @Option(names = "--no-mirror-carrier", description = "Don't set a port down while the other has no carrier.")
    private boolean noMirrorCarrier;

    @Option(names = "--json", description = "Print the totals at the end as one JSON object.")
    private boolean json;

    /** What the options say, or what is wrong with them as the user's fault. */
    BoxOptions box() {
        if (wanName.equals(lanName)) {
            throw new BadInputException(
                    "--wan and --lan are both '" + wanName + "': two different interfaces are wanted");
        }
        if (!(warmUpSeconds >= 0 && warmUpSeconds <= MAX_WARM_UP_SECONDS)) {
            throw new BadInputException(
                    "--warm-up " + warmUpSeconds + ": 0 to " + MAX_WARM_UP_SECONDS + " seconds are wanted");
        }
        if (guardLimitMs < MIN_GUARD_LIMIT_MS || guardLimitMs > MAX_GUARD_LIMIT_MS) {
            throw new BadInputException("--guard-limit " + guardLimitMs + ": " + MIN_GUARD_LIMIT_MS + " to "
                    + MAX_GUARD_LIMIT_MS + " ms are wanted");
        }
        if (pipelines > 1 && portType != PortType.AFPACKET) {
            throw new BadInputException(
                    "--pipelines " + pipelines + ": --port-type " + portType + " has one; afpacket is wanted");
        }
        try {
            PipelineOptions standard = PipelineOptions.DEFAULT;
            int slots = portSlots == null ? memory.portSlots() : portSlots;
            int ringSlots = Math.min(standard.ringSlots(), slots);
            int batch = Math.min(standard.batchLimit(), ringSlots);
            PipelineOptions pipeline = new PipelineOptions(ringSlots, batch, workers);
            BoxOptions box = new BoxOptions(pipeline, threading, idle, slots, !noMirrorCarrier, core)
                    .withMemory(memory.state())
                    .withPipelines(pipelines);
            if (portType != PortType.AFPACKET) {
                return box.withOffload(offload == OffloadMode.AUTO ? OffloadMode.OFF : offload);
            }
            return isGuarded ? box.withOffload(offload).withGuard(guard(Optional.empty())) : box.withOffload(offload);
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(inTermsOfOptions(wrong.getMessage()), wrong);
        }
    }

    private GuardOptions guard(Optional<Path> folder) {
        return new GuardOptions(fail, Duration.ofMillis(guardLimitMs), folder, keepGuard);
    }

    /** The line that a guard of these options keeps. */
    GuardedLine guardedLine() {
        box();
        return new GuardedLine(wanName, lanName, fail, Duration.ofMillis(guardLimitMs));
    }

    /** Why there is no guard for a box of these options, where that is so. */
    Optional<String> noGuard() {
        return portType == PortType.AFPACKET ? Optional.empty() : Optional.of("--port-type " + portType + " has none");
    }

    private static String inTermsOfOptions(String message) {
        return message.replaceFirst("^ringSlots", "--port-slots")
                .replaceFirst("^workerCount", "--workers")
                .replaceFirst("^pipelines", "--pipelines");
    }

    /** What a box file for these options holds. */
    BoxFileShape fileShape() {
        return box().fileShape();
    }

    /** The counters in that file, for these interfaces. */
    BoxCounters counters(BoxFile file) {
        return file.counters(wanName, lanName);
    }

    /** Refuses interfaces that can't be taken, whoever has them now. */
    void check() {
        InterfaceClaims.check(wanName);
        InterfaceClaims.check(lanName);
    }

    /** Claims both interfaces, and changes nothing about them. */
    InterfaceClaims claim() {
        return InterfaceClaims.of(wanName, lanName);
    }

    /** Practises without a line, once both interfaces are claimed, and returns what was practised. */
    Optional<Practice> warmUp(PolicyTable table, PrintWriter err) {
        if (warmUpSeconds == 0 || portType != PortType.AFPACKET) {
            return Optional.empty();
        }
        try {
            FaultLog faults = new FaultLog(err, "the warm-up");
            return Optional.of(WarmUp.practise(box(), table, faults, (long) (warmUpSeconds * NANOS_PER_SECOND)));
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(wrong.getMessage(), wrong);
        }
    }

    /**
     * Takes both interfaces; the file has its counters already.
     *
     * @param foundFolder where to keep how they were found, until they are put back
     * @param guardFolder where what outlives the box has its names; empty where nothing does
     */
    Box open(
            InterfaceClaims claims,
            Path foundFolder,
            Optional<Path> guardFolder,
            PolicySource policies,
            BoxFile file,
            PrintWriter err) {
        BoxOptions asked = box();
        BoxOptions options = asked.guard().isEmpty() ? asked : asked.withGuard(guard(guardFolder));
        PortPair ports = new PortOpener(portType, options, file.counters()).open(claims, foundFolder);
        try {
            Box box = new Box(options, ports, policies, file, new FaultLog(err, "the data path"));
            box.offload(policies, err::println);
            box.endProcessOnFailure();
            return box;
        } catch (IllegalArgumentException wrong) {
            ports.close();
            throw new BadInputException(wrong.getMessage(), wrong);
        }
    }

    /** Says what was practised, that frames flow now, and by what. */
    void announce(Optional<Practice> practice, Box box, PolicyTable table, PrintWriter err) {
        practice.ifPresent(err::println);
        box.warnings().forEach(warning -> err.println("warning: " + warning));
        err.printf(
                "%s: %s <-> %s, policy '%s' (%d rules), %s%s threads, idle %s, %s%s%n",
                table.isMonitorOnly() ? "watching" : "filtering",
                wanName,
                lanName,
                table.policyName(),
                table.ruleCount(),
                pipelines == 1 ? "" : pipelines + " pipelines, ",
                threading,
                idle,
                box.silence(),
                box.offload().isEmpty() ? "" : ", offload: " + box.offload());
        err.flush();
    }

    /** What was counted, once it is over. */
    void report(BoxCounters counters, PrintWriter out) {
        BoxReport report = new BoxReport(counters);
        if (json) {
            report.printJson(out);
        } else {
            report.printText(out);
        }
    }
}
