package org.sekimori.dataplane.counters;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersManager;
import org.agrona.concurrent.status.CountersReader;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;

/** Everything the box counts: two ports, and the verdicts of each worker, added up when read. */
public final class BoxCounters {
    private static final int MAX_COUNTERS = 256;

    private final List<PortCounters> ports;
    private final List<VerdictCounters> workers = new ArrayList<>();
    private final List<Map<MemoryKind, Tally>> memories = new ArrayList<>();
    private final RuleNames ruleNames = new RuleNames();

    /**
     * Counters for ports of these names.
     *
     * @param workerCount how many workers judge, 1 at least
     */
    public BoxCounters(String wanName, String lanName, int workerCount) {
        CountersManager storage = new CountersManager(
                new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_COUNTERS * CountersReader.METADATA_LENGTH)),
                new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_COUNTERS * CountersReader.COUNTER_LENGTH)));
        ports = List.of(new PortCounters(storage, wanName), new PortCounters(storage, lanName));
        for (int i = 0; i < workerCount; i++) {
            workers.add(new VerdictCounters());
        }
    }

    /** Counters of the port with that index: 0 is WAN, 1 is LAN. */
    public PortCounters port(int index) {
        return ports.get(index);
    }

    /** The tally that worker alone writes. */
    public VerdictCounters worker(int index) {
        return workers.get(index);
    }

    public int workerCount() {
        return workers.size();
    }

    /** A worker's memories, to be added up with the others'; before anybody reads. */
    public void addMemory(Map<MemoryKind, Tally> tallies) {
        memories.add(tallies);
    }

    /** What the memories of that kind count, over all workers; {@code count} is one of {@link Tally}'s numbers. */
    public long memory(MemoryKind kind, ToLongFunction<Tally> count) {
        return memories.stream()
                .mapToLong(tallies -> count.applyAsLong(tallies.get(kind)))
                .sum();
    }

    /** The counter of the rule of that name; for whoever publishes a policy. */
    public int ruleCounter(String ruleName) {
        return ruleNames.counterOf(ruleName);
    }

    /** Names of all rules there are counters for; a rule's place is its counter. */
    public List<String> ruleNames() {
        return ruleNames.all();
    }

    /** Frames of that direction, 0 inbound and 1 outbound, over all workers. */
    public long direction(int direction, VerdictCounters.Kind kind) {
        return workers.stream().mapToLong(w -> w.direction(direction, kind)).sum();
    }

    /** Frames whose fate that reason decided, over all workers. */
    public long reason(Reason reason, VerdictCounters.Kind kind) {
        return workers.stream().mapToLong(w -> w.reason(reason.ordinal(), kind)).sum();
    }

    /** Datagrams of that direction that were too short for their protocol, over all workers. */
    public long undersized(int direction) {
        return workers.stream().mapToLong(w -> w.undersized(direction)).sum();
    }

    /** Frames the rule with that counter decided or watched, over all workers. */
    public long rule(int ruleCounter, VerdictCounters.Kind kind) {
        return workers.stream().mapToLong(w -> w.rule(ruleCounter, kind)).sum();
    }
}
