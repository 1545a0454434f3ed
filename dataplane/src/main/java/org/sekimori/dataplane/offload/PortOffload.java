package org.sekimori.dataplane.offload;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.ebpf.policy.Offload;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.PolicyTable;

/** One port's programs, of the policy in force and of the next one. Belongs to one thread at a time. */
abstract class PortOffload implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger("org.sekimori.offload");

    private final Place place;
    private final LineTally tally;
    private final KernelDrops drops;
    private final Consumer<String> log;

    /** Announced last. */
    private PolicyTable nextTable;
    /** Loaded, and not in force yet; null where the next policy has no program. */
    private KernelPolicy next;
    /** Of the policy in force; null where it has no program. */
    private KernelPolicy current;
    /** About to be replaced, or just now; a processor may still be at work on a frame by it. */
    private KernelPolicy retired;

    private ActivePolicy inForce;
    private String refusal = "";
    /** Why nothing is attached that should be; empty where something is, or there is no interface to attach to. */
    private String attachProblem = "";

    PortOffload(Place place, LineTally tally, KernelDrops drops, Consumer<String> log) {
        this.place = place;
        this.tally = tally;
        this.drops = drops;
        this.log = log;
    }

    final Place place() {
        return place;
    }

    /** Who runs XDP here; generic where nobody does. */
    abstract XdpMode mode();

    /** The interface that frames leave by now, by its index. */
    abstract int egressIndex();

    /** Loads a program for this place. */
    abstract KernelPolicy load(PolicyProgram compiled, PolicyTable table, KernelDrops told);

    /** The policy in force has changed: {@link #current} says by which program. */
    abstract void change();

    /** Has every frame go to the box. */
    abstract void rest();

    /** Has the program of the policy in force decide what it can. */
    abstract void work();

    /** Looks after the interfaces, which may have gone and be back by their names. */
    abstract void lookAfter();

    /** The program of the policy in force; null where it has none. */
    final KernelPolicy current() {
        return current;
    }

    /** What is wanted here and isn't done, and why; mostly nothing. */
    final List<String> lacking() {
        if (!refusal.isEmpty()) {
            return List.of("not this policy: " + refusal);
        }
        return attachProblem.isEmpty()
                ? List.of()
                : List.of("not at " + place.ingress().name() + ": " + attachProblem);
    }

    /** Says why nothing is attached that should be; empty where something is. */
    final void attachProblem(String why) {
        attachProblem = why;
    }

    /** Makes ready for the next policy. */
    final void prepare(PolicyTable policy) {
        nextTable = policy;
        next = load(policy);
    }

    /** Rather without events of what only watches than not at all. */
    private KernelPolicy load(PolicyTable table) {
        Station station = place.station(egressIndex());
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
                loaded = load(offload.program().get(), table, drops);
            } catch (NativeCallException problem) {
                refusal = "the kernel refused its program: " + problem.getMessage();
                LOGGER.log(Level.DEBUG, problem.log());
            }
        }
        return loaded;
    }

    /** The policy that was prepared is in force now. */
    final void follow(ActivePolicy policy) {
        retire();
        inForce = policy;
        KernelPolicy prepared = next;
        next = null;
        begin(prepared);
        change();
    }

    private void begin(KernelPolicy policy) {
        current = policy;
        if (current != null) {
            current.follow(inForce);
        }
    }

    /** Makes programs anew for another interface that frames leave by. */
    final void renew() {
        if (next != null) {
            next.close();
            next = load(nextTable);
        }
        if (inForce != null) {
            retire();
            begin(load(inForce.table()));
        }
    }

    private void retire() {
        closeRetired();
        retired = current;
        current = null;
    }

    /** Takes what was counted, and looks after the interfaces. */
    final void poll() {
        collect();
        lookAfter();
    }

    /** Takes what was counted by those that aren't in force. */
    void collectStandIn() {}

    /** The policy in force; null before there is one. */
    final PolicyTable tableInForce() {
        return inForce == null ? null : inForce.table();
    }

    private void collect() {
        closeRetired();
        collectStandIn();
        if (current != null) {
            current.collect(tally);
        }
    }

    private void closeRetired() {
        if (retired != null) {
            retired.collect(tally);
            retired.close();
            retired = null;
        }
    }

    /** Takes what was counted last, and lets go of the programs. */
    @Override
    public void close() {
        collect();
        for (KernelPolicy policy : new KernelPolicy[] {current, next}) {
            if (policy != null) {
                policy.close();
            }
        }
    }
}
