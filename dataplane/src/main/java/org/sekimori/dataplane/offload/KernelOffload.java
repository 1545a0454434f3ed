package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.agent.PolicyFollower;
import org.sekimori.dataplane.boxfile.OffloadNotice;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.PolicyTable;

/**
 * Has the kernel decide, by the policy in force, the frames that need no memory: before the box sees them, and counted.
 * Whatever it can't do, it leaves to the workers. The kernel detaches it when this process ends, however it ends.
 *
 * <p>While a candidate policy is compared it stands aside, since the candidate has to see every frame. Two threads call:
 * whoever publishes policies, and whoever polls; neither touches frames.
 */
public final class KernelOffload implements PolicyFollower, AutoCloseable {
    private final OffloadPlan plan;
    private final BooleanSupplier isComparing;
    private final SharedFlows flows = new SharedFlows();
    private final List<PortOffload> ports = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Consumer<String> log;

    /**
     * Attaches to the plan's ports, and decides nothing yet.
     *
     * @param tally where to count and tell
     * @param isComparing whether a candidate has to see every frame now
     * @param log hears, a line each, why a policy is left to the workers, and why there are no events
     * @throws NativeCallException where the kernel has no such programs, another is attached, or a privilege is missing;
     *     nothing stays attached
     */
    KernelOffload(OffloadPlan plan, OffloadTally tally, BooleanSupplier isComparing, Consumer<String> log) {
        this.plan = plan;
        this.isComparing = isComparing;
        this.log = log;
        KernelDrops drops = new KernelDrops(tally);
        try {
            for (Place place : plan.sampled(this::remark)) {
                ports.add(new PortOffload(place, flows, tally.counters(), drops, log));
            }
        } catch (NativeCallException problem) {
            ports.forEach(PortOffload::close);
            throw problem;
        }
    }

    private void remark(String why) {
        log.accept("warning: " + why);
        remarks.add(why);
    }

    private XdpMode mode() {
        return ports.stream().allMatch(port -> port.mode() == XdpMode.NATIVE) ? XdpMode.NATIVE : XdpMode.GENERIC;
    }

    /** Whether the drivers have what the plan wants. */
    boolean isAsPlanned() {
        return plan.suits(mode());
    }

    /** What it does, and what not and why. */
    public synchronized OffloadNotice notice() {
        List<String> lacking = Stream.concat(remarks.stream(), ports.stream().flatMap(port -> port.lacking().stream()))
                .distinct()
                .toList();
        String lack = lacking.isEmpty() ? "" : " (" + String.join("; ", lacking) + ")";
        return new OffloadNotice(plan.words(mode()) + lack, !lacking.isEmpty());
    }

    @Override
    public synchronized void prepare(PolicyTable table) {
        ports.forEach(port -> port.prepare(table));
    }

    @Override
    public synchronized void follow(ActivePolicy policy) {
        ports.forEach(port -> port.follow(policy));
        workUnlessComparing();
    }

    /** Takes what was counted, and looks after the interfaces and comparisons. Some ten times a second, by one thread. */
    public synchronized void poll() {
        ports.forEach(PortOffload::poll);
        workUnlessComparing();
    }

    private void workUnlessComparing() {
        ports.forEach(isComparing.getAsBoolean() ? PortOffload::rest : PortOffload::work);
    }

    /** Detaches; what comes in from now on, the box judges. */
    @Override
    public synchronized void close() {
        ports.forEach(PortOffload::close);
        flows.close();
    }
}
