package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.agent.PolicyFollower;
import org.sekimori.dataplane.boxfile.GuardNotice;
import org.sekimori.dataplane.boxfile.OffloadNotice;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.guard.BoxAttendance;
import org.sekimori.dataplane.guard.Guard;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.SentFrames;
import org.sekimori.dataplane.linux.XdpMode;
import org.sekimori.policy.PolicyTable;

/**
 * Has the kernel decide, by the policy in force, the frames that need no memory: before the box sees them, and counted.
 * Whatever it can't do, it leaves to the workers; and where it sends frames on, it keeps the line while no box is there.
 *
 * <p>While a candidate policy is compared it stands aside, since the candidate has to see every frame. Two threads call:
 * whoever publishes policies, and whoever polls; neither touches frames.
 */
public final class KernelOffload implements PolicyFollower, AutoCloseable {
    private final OffloadPlan plan;
    private final BooleanSupplier isComparing;
    private final Optional<Guard> guard;
    private final List<PortOffload> ports = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Consumer<String> log;
    private final OffloadTally tally;
    private final Optional<TakeOver> takeOver;
    private final Optional<TripWatch> trips;
    private final List<SendAudit> audits = new ArrayList<>();

    /**
     * Attaches to the plan's ports, and decides nothing yet.
     *
     * @param options how the line is kept while no box is there, if the plan sends frames on
     * @param tally where to count and tell
     * @param isComparing whether a candidate has to see every frame now
     * @param log hears, a line each, why a policy is left to the workers, and why there are no events
     * @throws NativeCallException where the kernel has no such programs, another is attached, or a privilege is missing;
     *     nothing stays attached
     */
    KernelOffload(
            OffloadPlan plan,
            GuardOptions options,
            OffloadTally tally,
            BooleanSupplier isComparing,
            Consumer<String> log) {
        this.plan = plan;
        this.isComparing = isComparing;
        this.log = log;
        this.tally = tally;
        KernelDrops drops = new KernelDrops(tally);
        guard = plan.forwards() ? Optional.of(Guard.open(options, log)) : Optional.empty();
        takeOver = guard.map(TakeOver::new);
        trips = guard.map(kept -> new TripWatch(kept.notice(""), log));
        if (plan.isCountedAsSent()) {
            plan.places().forEach(place -> audits.add(audit(place)));
        }
        try {
            for (Place place : plan.sampled(this::remark)) {
                ports.add(port(place, tally, drops));
            }
        } catch (NativeCallException problem) {
            close();
            throw problem;
        }
    }

    private void remark(String why) {
        log.accept("warning: " + why);
        remarks.add(why);
    }

    private PortOffload port(Place place, OffloadTally tally, KernelDrops drops) {
        if (guard.isEmpty()) {
            return new DroppingPort(place, tally.line(place.direction()), drops, log);
        }
        place.receiveOnlyHandedOn(plan.mode() != GuardDescriptor.TAP);
        Place guarded = place.guarding(guard.get().failMode());
        return new GuardedPort(guarded, guard.get(), tally.line(place.direction()), tally.ruleNames(), drops, log);
    }

    private SendAudit audit(Place place) {
        String name = place.egress().name();
        PortCounters port = tally.line(place.direction()).egress();
        return new SendAudit(
                name,
                () -> port.value(PortCounter.TRANSMITTED_FRAMES),
                () -> SentFrames.of(name),
                lost -> port.add(PortCounter.TRANSMIT_UNSENT, lost),
                log);
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

    /** What keeps the line while no box is there, and who decides now; {@link GuardNotice#NONE} where nothing guards. */
    public synchronized GuardNotice guardNotice() {
        return guard.map(kept -> kept.notice(plan.hookWords(mode()))).orElse(GuardNotice.NONE);
    }

    /** The box's presence, where programs keep the line without it. */
    public Optional<BoxAttendance> attendance() {
        return guard.map(Guard::attendance);
    }

    /** From now on what keeps the line stays once this is closed, if it can. */
    public void stay() {
        guard.ifPresent(Guard::stay);
    }

    /** Whether programs keep the line once this is closed. */
    public boolean stays() {
        return guard.map(Guard::stays).orElse(false);
    }

    /** From now on no more frames come to the box; what keeps the line is told by the box's attendance. */
    public void leave() {
        if (plan.mode() == GuardDescriptor.TAP) {
            plan.places().forEach(place -> place.receiveOnlyHandedOn(true));
        }
    }

    @Override
    public synchronized void prepare(PolicyTable table) {
        ports.forEach(port -> port.prepare(table));
    }

    @Override
    public synchronized void follow(ActivePolicy policy) {
        ports.forEach(port -> port.follow(policy));
        workUnlessComparing();
        guard.ifPresent(Guard::settle);
    }

    /** Takes what was counted, and looks after the interfaces and comparisons. Some ten times a second, by one thread. */
    public synchronized void poll() {
        takeOver.ifPresent(left -> left.take(tally, log));
        audits.forEach(SendAudit::beforeCounting);
        ports.forEach(PortOffload::poll);
        long nowNs = System.nanoTime();
        audits.forEach(audit -> audit.look(nowNs));
        trips.ifPresent(watch -> watch.look(guardNotice()));
        workUnlessComparing();
        guard.ifPresent(Guard::settle);
    }

    private void workUnlessComparing() {
        boolean rests = isComparing.getAsBoolean();
        ports.forEach(rests ? PortOffload::rest : PortOffload::work);
        boolean isKernelFirst = plan.mode() == GuardDescriptor.KERNEL_FIRST;
        boolean isLeftToBox = rests || ports.stream().anyMatch(port -> port.current() == null);
        guard.ifPresent(kept -> kept.want(isKernelFirst && isLeftToBox ? GuardDescriptor.BOX_FIRST : plan.mode()));
    }

    /** Detaches what doesn't stay; what comes in from now on, the box judges, or what stays. */
    @Override
    public synchronized void close() {
        ports.forEach(PortOffload::close);
        guard.ifPresent(Guard::close);
    }
}
