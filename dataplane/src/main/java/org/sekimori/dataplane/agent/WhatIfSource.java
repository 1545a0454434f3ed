package org.sekimori.dataplane.agent;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.dataplane.whatif.WhatIfBoard;
import org.sekimori.dataplane.whatif.WhatIfTally;
import org.sekimori.policy.PolicyTable;

/**
 * Where workers find the candidate policy that judges beside the one in force, if there is one. Published by a release
 * store, paired with the acquire load in {@link #current}, which a worker makes once a batch.
 *
 * <p>The candidates' memory, as much as the workers' own, is taken when the first comparison begins and kept for the next
 * ones: it can't be given back at a time when no worker looks at it. Belongs to whoever begins and ends comparisons, one thread at a time.
 */
public final class WhatIfSource {
    /** No comparisons are made here. */
    public static final WhatIfSource NONE = new WhatIfSource(PipelineOptions.DEFAULT, null, worker -> null);

    /** Epochs of candidates are far from those of policies in force. */
    private static final long FIRST_EPOCH = 1L << 40;

    private final PipelineOptions options;
    private final BoxCounters counters;
    private final IntFunction<UnsafeBuffer> parts;
    private final AtomicReference<Comparison> current = new AtomicReference<>(Comparison.NONE);
    private CandidateJudge[] judges;
    private long run;

    /**
     * For a pipeline of that shape.
     *
     * @param counters where rules have their names
     * @param parts where each worker tallies: {@link WhatIfTally#LENGTH} bytes
     */
    public WhatIfSource(PipelineOptions options, BoxCounters counters, IntFunction<UnsafeBuffer> parts) {
        this.options = options;
        this.counters = counters;
        this.parts = parts;
    }

    /**
     * Has that policy judge every frame as well, without effect, in place of the candidate before.
     *
     * @throws IllegalStateException where the box has no room for more names of rules
     */
    public void begin(PolicyTable table) {
        int[] ruleCounters = PolicySource.ruleCounters(table, counters);
        if (judges == null) {
            judges = makeJudges();
        }
        run++;
        new WhatIfBoard(parts.apply(0)).begin(run, table.checksum());
        current.setRelease(new Comparison(new ActivePolicy(table, FIRST_EPOCH + run, ruleCounters), run, judges));
    }

    /** A worker's: the candidate failed, so that comparison is over, unless another has begun meanwhile. */
    void abandon(Comparison failed) {
        current.compareAndSet(failed, Comparison.NONE);
        new WhatIfBoard(parts.apply(0)).end(failed.run());
    }

    /** Has no candidate judge any more; what was tallied stays. */
    public void end() {
        current.setRelease(Comparison.NONE);
        new WhatIfBoard(parts.apply(0)).end();
    }

    /** Whether a candidate judges now; for any thread. */
    public boolean isComparing() {
        return current() != Comparison.NONE;
    }

    Comparison current() {
        return current.getAcquire();
    }

    private CandidateJudge[] makeJudges() {
        int count = options.judgeCount();
        BoxCounters unread = new BoxCounters("wan", "lan", count);
        StateOptions share = options.memory().divided(count);
        CandidateJudge[] made = new CandidateJudge[count];
        for (int worker = 0; worker < count; worker++) {
            VerdictCounters nobodys = unread.worker(worker);
            WorkerMemory memory = new WorkerMemory(share, new SecureRandom().nextLong(), options.clock(), nobodys);
            FrameJudge judge = new FrameJudge(nobodys, memory, DropListener.NONE);
            made[worker] = new CandidateJudge(judge, memory, new WhatIfTally(parts.apply(worker)));
        }
        return made;
    }
}
