package org.sekimori.dataplane.offload;

import java.util.List;
import java.util.function.IntUnaryOperator;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.VerdictCounters.Kind;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.dataplane.guard.CountLedger;
import org.sekimori.dataplane.guard.KeptCounts;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.policy.PolicyTable;

/** What a program counted that this box has replaced, since a box took counts from it last. Belongs to one thread at a time. */
final class LeftCounts {
    private final KeptCounts kept;
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VerdictSlots.ENTRY_BYTES]);
    private long passed;
    private long dropped;

    LeftCounts(KeptCounts kept) {
        this.kept = kept;
    }

    /**
     * Adds it, once, and lets go of it.
     *
     * @throws org.sekimori.dataplane.linux.NativeCallException where the map can't be opened
     */
    void take(OffloadTally tally) {
        CountLedger ledger = kept.ledger();
        PolicyTable table = ledger.table();
        if (new VerdictSlots(table.ruleCount()).count() != ledger.entries()) {
            return;
        }
        IntUnaryOperator ruleCounter = tally.ruleNames().of(table);
        List<SlotCount> counts = SlotCount.all(new VerdictSlots(table.ruleCount()), ledger.taken());
        try (EbpfMap verdicts = kept.open()) {
            for (SlotCount count : counts) {
                if (verdicts.lookup(count.slot(), value)) {
                    passed += count.untaken(value, Kind.PASSED);
                    dropped += count.untaken(value, Kind.DROPPED);
                    count.collect(value, ledger.direction(), tally.line(ledger.direction()), ruleCounter);
                }
            }
        }
    }

    /** Nobody will ask for it again. */
    void delete() {
        kept.delete();
    }

    /** Frames that passed, of those that were taken. */
    long passed() {
        return passed;
    }

    /** Frames that were dropped, of those that were taken. */
    long dropped() {
        return dropped;
    }
}
