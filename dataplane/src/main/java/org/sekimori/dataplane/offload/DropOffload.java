package org.sekimori.dataplane.offload;

import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.agent.PolicyFollower;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.policy.Offload;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.ProgramLink;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.PolicyTable;

/**
 * Drops at the WAN port, before the box sees them, the frames that the policy in force drops without asking memory, and
 * counts them. Whatever it can't do, it leaves to the workers. The kernel detaches it when this process ends, however it
 * ends.
 *
 * <p>While a candidate policy is compared it stands aside, since the candidate has to see every frame. Two threads call:
 * whoever publishes policies, and whoever polls; neither touches frames.
 */
public final class DropOffload implements PolicyFollower, AutoCloseable {
    private static final int[] NO_RULES = {};

    private final NetworkDevice device;
    private final VerdictCounters counters;
    private final BooleanSupplier isComparing;
    private final Consumer<String> log;
    private final LoadedProgram passAll;
    private ProgramLink link;
    private int attachedIndex;
    /** Loaded, and not in force yet; null where the next policy has no program. */
    private KernelPolicy next;
    /** Of the policy in force; null where it has no program. */
    private KernelPolicy current;

    private int[] ruleCounters = NO_RULES;
    /** No more attached, but a processor may still be at work on a frame by it. */
    private KernelPolicy retired;

    private int[] retiredRuleCounters = NO_RULES;
    private boolean atWork;
    private String refusal = "";

    /**
     * Attaches to an interface, and drops nothing yet.
     *
     * @param counters where to count; nobody else writes there
     * @param isComparing whether a candidate has to see every frame now
     * @param log hears, a line each, why a policy is left to the workers
     * @throws NativeCallException where the kernel has no XDP, another program is attached, or a privilege is missing
     */
    public DropOffload(String wanName, VerdictCounters counters, BooleanSupplier isComparing, Consumer<String> log) {
        this.device = NetworkDevice.named(wanName);
        this.counters = counters;
        this.isComparing = isComparing;
        this.log = log;
        try {
            passAll = LoadedProgram.load(
                    AttachPoint.XDP,
                    new Assembler().move(Register.R0, XdpDescriptor.PASS).exit().assemble());
        } catch (NativeCallException problem) {
            device.close();
            throw problem;
        }
        try {
            attach();
        } catch (NativeCallException problem) {
            passAll.close();
            device.close();
            throw problem;
        }
    }

    private void attach() {
        int index = device.index();
        link = ProgramLink.attach(passAll, index);
        attachedIndex = index;
        atWork = false;
    }

    /** What it does, for the start-up line. */
    public synchronized String words() {
        String mode = link.mode().filter(XdpMode.NATIVE::equals).isPresent() ? "native" : "generic";
        return "drop by " + mode + " XDP" + (refusal.isEmpty() ? "" : " (not this policy: " + refusal + ")");
    }

    @Override
    public synchronized void standAside(PolicyTable table) {
        next = load(table);
        rest();
        retire();
    }

    private KernelPolicy load(PolicyTable table) {
        Offload offload = PolicyProgram.compile(table, Hook.XDP);
        refusal = offload.refusal();
        KernelPolicy loaded = null;
        if (offload.program().isPresent()) {
            try {
                loaded = new KernelPolicy(offload.program().get());
            } catch (NativeCallException problem) {
                refusal = "the kernel refused its program: " + problem.getMessage();
            }
        }
        if (!refusal.isEmpty()) {
            log.accept("policy '" + table.policyName() + "' is not offloaded: " + refusal);
        }
        return loaded;
    }

    @Override
    public synchronized void follow(ActivePolicy policy) {
        current = next;
        next = null;
        ruleCounters = policy.ruleCounters();
        work();
    }

    /** Takes what was counted, and looks after the interface and comparisons. Some ten times a second, by one thread. */
    public synchronized void poll() {
        collect();
        if (device.index() != attachedIndex) {
            reattach();
        }
        if (isComparing.getAsBoolean()) {
            rest();
        } else {
            work();
        }
    }

    /** The interface went, and may be back by that name. */
    private void reattach() {
        if (device.index() == NetworkDevice.ABSENT) {
            return;
        }
        try {
            link.close();
            attach();
        } catch (NativeCallException problem) {
            attachedIndex = NetworkDevice.ABSENT;
        }
    }

    private void rest() {
        if (atWork) {
            put(passAll);
            atWork = false;
        }
    }

    private void work() {
        if (!atWork && current != null && attachedIndex != NetworkDevice.ABSENT && !isComparing.getAsBoolean()) {
            atWork = put(current.program());
        }
    }

    private boolean put(LoadedProgram program) {
        try {
            link.replace(program);
            return true;
        } catch (NativeCallException gone) {
            attachedIndex = NetworkDevice.ABSENT;
            return false;
        }
    }

    private void retire() {
        closeRetired();
        retired = current;
        retiredRuleCounters = ruleCounters;
        current = null;
    }

    private void collect() {
        closeRetired();
        if (current != null) {
            current.collect(counters, ruleCounters);
        }
    }

    private void closeRetired() {
        if (retired != null) {
            retired.collect(counters, retiredRuleCounters);
            retired.close();
            retired = null;
        }
    }

    /** Detaches; what is dropped from now on, the workers drop. */
    @Override
    public synchronized void close() {
        link.close();
        collect();
        if (current != null) {
            current.close();
            current = null;
        }
        passAll.close();
        device.close();
    }
}
