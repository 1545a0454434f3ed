package org.sekimori.dataplane.offload;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.ActivePolicy;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.SampleDescriptor;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.guard.Guard;
import org.sekimori.dataplane.guard.KeptCounts;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.EbpfRing;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;

/** One policy's program in the kernel, its maps, and what of its counts was taken already. Belongs to one thread at a time. */
final class KernelPolicy implements AutoCloseable {
    private final Direction direction;
    private final Map<MapReference, EbpfMap> maps = new HashMap<>();
    private final List<EbpfMap> owned = new ArrayList<>();
    private final List<SlotCount> counts;
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VerdictSlots.ENTRY_BYTES]);
    private final KernelDrops drops;
    private final IntUnaryOperator ruleCounter = this::ruleCounter;
    private final EbpfRing.Listener onMatch = this::onMatch;
    private final EbpfRing.Listener onDrop = this::onDrop;
    private final EbpfRing.Listener onOrigin = this::onOrigin;
    private LoadedProgram program;
    /** Null where the program doesn't tell. */
    private SampleSource samples;

    /** What was taken, for the next box; null where nothing is kept. */
    private KeptCounts kept;

    private boolean isKeptOn;
    private ActivePolicy policy;

    /**
     * Loads a program; it is attached to nothing yet.
     *
     * @param table what it was compiled from
     * @param direction the way its frames go
     * @param guard with the maps that both directions' programs, and those to come, share; null where it needs none
     * @param drops hears of what it drops, if it samples; null where it isn't in force
     * @throws org.sekimori.dataplane.linux.NativeCallException where the kernel refuses it or its maps; nothing stays
     */
    KernelPolicy(
            PolicyProgram compiled,
            PolicyTable table,
            AttachPoint point,
            Direction direction,
            Guard guard,
            KernelDrops drops) {
        this.direction = direction;
        this.drops = drops;
        try {
            compiled.maps().forEach(this::make);
            if (guard != null) {
                guard.share(compiled.code(), maps);
            }
            program = LoadedProgram.load(point, compiled.code(), maps);
            if (drops != null && maps.containsKey(SampleDescriptor.RING)) {
                samples = new SampleSource(maps, drops.samplesPerRound());
            }
        } catch (RuntimeException problem) {
            close();
            throw problem;
        }
        VerdictSlots slots = compiled.slots();
        if (guard != null) {
            kept = guard.keep(table, direction, maps.get(VerdictSlots.MAP), slots.count());
        }
        UnsafeBuffer taken = kept == null
                ? new UnsafeBuffer(new byte[slots.count() * VerdictSlots.ENTRY_BYTES])
                : kept.ledger().taken();
        counts = SlotCount.all(slots, taken);
    }

    private int ruleCounter(int rule) {
        return policy.ruleCounters()[rule];
    }

    private void make(MapPlan plan) {
        EbpfMap map = EbpfMap.create(plan);
        owned.add(map);
        maps.put(plan.reference(), map);
    }

    LoadedProgram program() {
        return program;
    }

    /** It is that policy's, which is in force now. */
    void follow(ActivePolicy active) {
        policy = active;
    }

    /** Adds what was counted since the last time, and tells of what was sampled; once it is in force. */
    void collect(LineTally tally) {
        try {
            if (samples != null) {
                drops.begin(policy);
                samples.poll(onMatch, onDrop, onOrigin);
            }
        } finally {
            count(tally);
        }
    }

    private void count(LineTally tally) {
        EbpfMap verdicts = maps.get(VerdictSlots.MAP);
        Kind told = policy.table().isMonitorOnly() ? Kind.MONITORED : Kind.DROPPED;
        for (SlotCount count : counts) {
            if (verdicts.lookup(count.slot(), value)) {
                count.collect(value, direction, tally, ruleCounter);
                suppress(count, told);
            }
        }
    }

    /** Adds what was counted though it isn't in force, by the names of its rules; and tells of nothing. */
    void collectStandIn(LineTally tally, IntUnaryOperator counterOfRule) {
        EbpfMap verdicts = maps.get(VerdictSlots.MAP);
        for (SlotCount count : counts) {
            if (verdicts.lookup(count.slot(), value)) {
                count.collect(value, direction, tally, counterOfRule);
            }
        }
    }

    /** It stays at work once this is closed, and what it counts then is for the next box. */
    void keepOn() {
        isKeptOn = true;
    }

    private void suppress(SlotCount count, Kind told) {
        int ruleCounter = count.ruleCounter(policy.ruleCounters());
        if (count.slot() < policy.table().ruleCount() && policy.table().isMonitor(count.slot())) {
            drops.suppressedMatches(ruleCounter, count.takeSilent(value, Kind.MONITORED));
        } else {
            drops.suppressed(ruleCounter, count.reason(), count.takeSilent(value, told));
        }
    }

    private void onMatch(UnsafeBuffer ring, int offset, int length) {
        int rule = ring.getInt(offset + SampleDescriptor.SLOT);
        drops.tellMatch(direction, policy.ruleCounters()[rule], ring, offset, length);
    }

    private void onOrigin(UnsafeBuffer ring, int offset, int length) {
        drops.tellOrigin(direction, policy.table(), ring, offset, length);
    }

    /** Entries are listed by their index. */
    private void onDrop(UnsafeBuffer ring, int offset, int length) {
        SlotCount count = counts.get(ring.getInt(offset + SampleDescriptor.SLOT));
        drops.tell(direction, count.ruleCounter(policy.ruleCounters()), count.reason(), ring, offset, length);
    }

    @Override
    public void close() {
        if (samples != null) {
            samples.close();
        }
        if (program != null) {
            program.close();
        }
        owned.forEach(EbpfMap::close);
        if (kept != null) {
            if (isKeptOn) {
                kept.close();
            } else {
                kept.delete();
            }
        }
    }
}
