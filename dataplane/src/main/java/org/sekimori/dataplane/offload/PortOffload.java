package org.sekimori.dataplane.offload;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.policy.Offload;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.ProgramLink;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.PolicyTable;

/**
 * One port's programs: one that rests, by which every frame goes to the box, and that of the policy in force, where it has
 * one. They take turns in one link, so that every frame meets one of them. Where the policy in force has none, nothing stays
 * attached: resting costs each frame something. Belongs to one thread at a time.
 */
final class PortOffload implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger("org.sekimori.offload");
    /** Rounds after which a program that only rests is taken away, about a second: the next policy may have one. */
    private static final int IDLE_POLLS = 10;

    private final Place place;
    private final SharedFlows flows;
    private final VerdictCounters counters;
    private final KernelDrops drops;
    private final Consumer<String> log;
    private final NetworkDevice ingress;
    private final NetworkDevice egress;
    private final LoadedProgram resting;
    /** Null while nothing is attached. */
    private ProgramLink link;

    private XdpMode mode = XdpMode.GENERIC;
    private int ingressIndex;
    private int egressIndex;
    /** Announced last. */
    private PolicyTable nextTable;
    /** Loaded, and not in force yet; null where the next policy has no program. */
    private KernelPolicy next;
    /** Of the policy in force; null where it has no program. */
    private KernelPolicy current;
    /** About to be replaced, or just now; a processor may still be at work on a frame by it. */
    private KernelPolicy retired;

    private ActivePolicy inForce;
    private boolean atWork;
    private int idlePolls;
    private String refusal = "";
    /** Why nothing is attached that should be; empty where something is, or there is no interface to attach to. */
    private String attachProblem = "";

    /**
     * Attaches the program that rests.
     *
     * @throws NativeCallException where the kernel has no such programs, another is attached, or a privilege is missing
     */
    PortOffload(Place place, SharedFlows flows, VerdictCounters counters, KernelDrops drops, Consumer<String> log) {
        this.place = place;
        this.flows = flows;
        this.counters = counters;
        this.drops = drops;
        this.log = log;
        ingress = NetworkDevice.named(place.ingress().name());
        egress = NetworkDevice.named((place.forwards() ? place.egress() : place.ingress()).name());
        EbpfProgram handingOn = Draft.handingOn(place.station(egress.index()));
        resting = LoadedProgram.load(place.attachPoint(), handingOn);
        try {
            attach();
        } catch (NativeCallException problem) {
            closeAll();
            throw problem;
        }
    }

    /** The port is told first: it would receive frames twice else. */
    private void attach() {
        atWork = false;
        ingressIndex = ingress.index();
        egressIndex = egress.index();
        place.receiveOnlyHandedOn(true);
        try {
            link = place.isBehindPort()
                    ? ProgramLink.attachFirst(resting, ingressIndex)
                    : ProgramLink.attach(resting, ingressIndex);
            mode = link.mode().orElse(XdpMode.GENERIC);
        } catch (NativeCallException problem) {
            ingressIndex = NetworkDevice.ABSENT;
            place.receiveOnlyHandedOn(false);
            throw problem;
        }
    }

    /** Who runs XDP here; generic where nobody does. */
    XdpMode mode() {
        return mode;
    }

    /** What is wanted here and isn't done, and why; mostly nothing. */
    List<String> lacking() {
        if (!refusal.isEmpty()) {
            return List.of("not this policy: " + refusal);
        }
        return attachProblem.isEmpty()
                ? List.of()
                : List.of("not at " + place.ingress().name() + ": " + attachProblem);
    }

    /** Makes ready for the next policy. */
    void prepare(PolicyTable policy) {
        nextTable = policy;
        next = load(policy);
    }

    /** Rather without events of what only watches than not at all. */
    private KernelPolicy load(PolicyTable table) {
        Station station = place.station(egressIndex);
        KernelPolicy loaded = load(table, station);
        if (loaded == null && station.matches() && watches(table)) {
            String why = refusal;
            loaded = load(table, station.withoutMatches());
            if (loaded != null) {
                log.accept("warning: policy '" + table.policyName()
                        + "': no events of what rules match in the kernel that only watch: " + why);
            }
        }
        if (!refusal.isEmpty()) {
            log.accept("warning: policy '" + table.policyName() + "' is not offloaded: " + refusal
                    + "; the box judges every frame itself");
        }
        return loaded;
    }

    private static boolean watches(PolicyTable table) {
        return IntStream.range(0, table.ruleCount()).anyMatch(table::isMonitor);
    }

    private KernelPolicy load(PolicyTable table, Station station) {
        Offload offload = PolicyProgram.compile(table, station);
        refusal = offload.refusal();
        KernelPolicy loaded = null;
        if (offload.program().isPresent()) {
            try {
                loaded =
                        new KernelPolicy(offload.program().get(), place.attachPoint(), place.direction(), flows, drops);
            } catch (NativeCallException problem) {
                refusal = "the kernel refused its program: " + problem.getMessage();
                LOGGER.log(Level.DEBUG, problem.log());
            }
        }
        return loaded;
    }

    /** The policy that was prepared is in force now; if the one before was at work, its program is next. */
    void follow(ActivePolicy policy) {
        retire();
        inForce = policy;
        KernelPolicy prepared = next;
        next = null;
        begin(prepared);
        if (current == null) {
            rest();
        } else if (atWork) {
            atWork = put(current.program());
        }
    }

    private void begin(KernelPolicy policy) {
        current = policy;
        if (current != null) {
            current.follow(inForce);
        }
    }

    /** Has every frame go to the box. */
    void rest() {
        if (atWork) {
            put(resting);
            atWork = false;
        }
    }

    /** Has the program of the policy in force decide what it can. */
    void work() {
        if (!atWork && current != null && egressIndex == egress.index()) {
            if (link == null) {
                reattach();
            }
            atWork = ingressIndex != NetworkDevice.ABSENT && put(current.program());
        }
    }

    private void detach() {
        if (link != null) {
            link.close();
            link = null;
            place.receiveOnlyHandedOn(false);
        }
    }

    private boolean put(LoadedProgram program) {
        if (link == null) {
            return false;
        }
        try {
            link.replace(program);
            return true;
        } catch (NativeCallException gone) {
            ingressIndex = NetworkDevice.ABSENT;
            return false;
        }
    }

    /** Takes what was counted, and looks after the interfaces, which may have gone and be back by their names. */
    void poll() {
        collect();
        idlePolls = current == null ? idlePolls + 1 : 0;
        if (idlePolls == IDLE_POLLS) {
            detach();
        } else if (link != null && ingress.index() != ingressIndex) {
            reattach();
        }
        if (place.forwards() && egress.index() != egressIndex) {
            turnToEgress();
        }
    }

    private void reattach() {
        if (ingress.index() == NetworkDevice.ABSENT) {
            return;
        }
        try {
            detach();
            attach();
            attachProblem = "";
        } catch (NativeCallException problem) {
            ingressIndex = NetworkDevice.ABSENT;
            attachProblem = problem.isDeviceMissing() ? "" : problem.getMessage();
        }
    }

    /** A program sends frames to an interface by its index, so a new one is needed. */
    private void turnToEgress() {
        rest();
        egressIndex = egress.index();
        if (egressIndex == NetworkDevice.ABSENT) {
            return;
        }
        if (next != null) {
            next.close();
            next = load(nextTable);
        }
        if (current != null) {
            retire();
            begin(load(inForce.table()));
        }
    }

    private void retire() {
        closeRetired();
        retired = current;
        current = null;
    }

    private void collect() {
        closeRetired();
        if (current != null) {
            current.collect(counters);
        }
    }

    private void closeRetired() {
        if (retired != null) {
            retired.collect(counters);
            retired.close();
            retired = null;
        }
    }

    /** Detaches; what comes in from now on, the box judges. */
    @Override
    public void close() {
        detach();
        collect();
        for (KernelPolicy policy : new KernelPolicy[] {current, next}) {
            if (policy != null) {
                policy.close();
            }
        }
        closeAll();
    }

    private void closeAll() {
        resting.close();
        ingress.close();
        egress.close();
    }
}
