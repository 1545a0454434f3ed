package org.sekimori.dataplane.counters;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.state.MemoryKind;
import org.sekimori.dataplane.state.Tally;

/** Everything the box counts: two ports, and the verdicts of each worker, added up when read. */
public final class BoxCounters {
    private static final Kind[] KINDS = Kind.values();

    private final List<PortCounters> ports;
    private final List<VerdictCounters> workers;
    private final List<MemoryTallies> memories;
    private final RuleNames ruleNames;

    /**
     * Counters in memory of this process.
     *
     * @param workerCount how many workers judge, 1 at least
     */
    public BoxCounters(String wanName, String lanName, int workerCount) {
        this(new MemoryStorage(workerCount), wanName, lanName);
    }

    /** Counters that lie in that storage, for ports of these names. */
    public BoxCounters(CounterStorage storage, String wanName, String lanName) {
        List<UnsafeBuffer> portStorages = IntStream.range(0, storage.workerCount())
                .mapToObj(storage::ports)
                .toList();
        ports = List.of(new PortCounters(portStorages, 0, wanName), new PortCounters(portStorages, 1, lanName));
        workers = IntStream.range(0, storage.workerCount())
                .mapToObj(worker -> new VerdictCounters(storage.verdicts(worker)))
                .toList();
        memories = IntStream.range(0, storage.workerCount())
                .mapToObj(worker -> new MemoryTallies(storage.memories(worker)))
                .toList();
        ruleNames = new RuleNames(storage);
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

    /** Has a worker's memories count here from now on; before the worker starts. */
    public void addMemory(int worker, Map<MemoryKind, Tally> tallies) {
        tallies.forEach(memories.get(worker)::take);
    }

    /** What the memories of that kind count, over all workers; {@code count} is one of {@link Tally}'s numbers. */
    public long memory(MemoryKind kind, ToLongFunction<Tally> count) {
        return memories.stream()
                .mapToLong(tallies -> count.applyAsLong(tallies.of(kind)))
                .sum();
    }

    /** The counter of the rule of that name; for whoever publishes a policy. */
    public int ruleCounter(String ruleName) {
        return ruleNames.counterOf(ruleName);
    }

    /** The counters of rules of these names, which are that holder's from now on; for whoever publishes its policy. */
    public int[] ruleCounters(RuleHolder holder, List<String> ruleNames) {
        return this.ruleNames.countersOf(holder, ruleNames);
    }

    /** Names of all rules there are counters for; a rule's place is its counter. */
    public List<String> ruleNames() {
        return ruleNames.all();
    }

    /** How many names there are; counters are numbered from 0. */
    public int ruleCount() {
        return ruleNames.count();
    }

    /** Whether the rule with that counter decided or watched a frame; allocates nothing, since status asks it of every rule. */
    public boolean hasRuleCounted(int ruleCounter) {
        for (int worker = 0; worker < workers.size(); worker++) {
            for (Kind kind : KINDS) {
                if (workers.get(worker).rule(ruleCounter, kind) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The name of the rule with that counter, empty if there is none. */
    public String ruleName(int ruleCounter) {
        return ruleNames.nameOf(ruleCounter);
    }

    /** Frames of that direction, 0 inbound and 1 outbound, over all workers. */
    public long direction(int direction, Kind kind) {
        return sum(worker -> worker.direction(direction, kind));
    }

    /** Their bytes. */
    public long directionBytes(int direction, Kind kind) {
        return sum(worker -> worker.directionBytes(direction, kind));
    }

    /** Frames whose fate that reason decided, over all workers. */
    public long reason(Reason reason, Kind kind) {
        return sum(worker -> worker.reason(reason.ordinal(), kind));
    }

    /** Their bytes. */
    public long reasonBytes(Reason reason, Kind kind) {
        return sum(worker -> worker.reasonBytes(reason.ordinal(), kind));
    }

    /** Datagrams of that direction that were too short for their protocol, over all workers. */
    public long undersized(int direction) {
        return sum(worker -> worker.undersized(direction));
    }

    /** Frames the rule with that counter decided or watched, over all workers. */
    public long rule(int ruleCounter, Kind kind) {
        return sum(worker -> worker.rule(ruleCounter, kind));
    }

    /** Their bytes. */
    public long ruleBytes(int ruleCounter, Kind kind) {
        return sum(worker -> worker.ruleBytes(ruleCounter, kind));
    }

    private long sum(ToLongFunction<VerdictCounters> count) {
        long sum = 0;
        for (VerdictCounters worker : workers) {
            sum += count.applyAsLong(worker);
        }
        return sum;
    }
}
