package org.sekimori.dataplane.agent;

import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.RuleHolder;
import org.sekimori.dataplane.counters.VerdictCounters;
import org.sekimori.dataplane.event.DropListener;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.dataplane.whatif.WhatIfBoard;
import org.sekimori.dataplane.whatif.WhatIfEnd;
import org.sekimori.dataplane.whatif.WhatIfTally;
import org.sekimori.policy.PolicyTable;

/**
 * Where workers find the candidate policy that judges beside the one in force, if there is one. Published by a release
 * store, paired with the acquire load in {@link #current}, which a worker makes once a batch. It ends at its deadline, or when a worker
 * finds that it costs too much, without anybody's help.
 *
 * <p>The candidates' memory, as much as the workers' own, is taken when the first comparison begins and kept for the next
 * ones: it can't be given back at a time when no worker looks at it. Belongs to whoever begins and ends comparisons, one thread at a
 * time; another may {@link #poll}.
 */
public final class WhatIfSource {
    /** No comparisons are made here. */
    public static final WhatIfSource NONE = new WhatIfSource(PipelineOptions.DEFAULT, null, worker -> null);

    /** Epochs of candidates are far from those of policies in force. */
    private static final long FIRST_EPOCH = 1L << 40;

    /** Longest comparison. */
    public static final int MAX_SECONDS = 24 * 60 * 60;
    /** What it may take of a worker's time. */
    public static final int MAX_SHARE_PERCENT = CostGauge.MAX_SHARE_PER_MILLE / 10;

    private final PipelineOptions options;
    private final BoxCounters counters;
    private final IntFunction<UnsafeBuffer> parts;
    private final AtomicReference<Comparison> current = new AtomicReference<>(Comparison.NONE);
    private final NanoClock clock;
    private final Supplier<CostGauge> gauges;
    private volatile Consumer<String> ends = line -> {};
    private CandidateJudge[] judges;
    private long run;

    /**
     * For a pipeline of that shape.
     *
     * @param counters where rules have their names
     * @param parts where each worker tallies: {@link WhatIfTally#LENGTH} bytes
     */
    public WhatIfSource(PipelineOptions options, BoxCounters counters, IntFunction<UnsafeBuffer> parts) {
        this(options, counters, parts, SystemNanoClock.INSTANCE, CostGauge::new);
    }

    WhatIfSource(
            PipelineOptions options,
            BoxCounters counters,
            IntFunction<UnsafeBuffer> parts,
            NanoClock clock,
            Supplier<CostGauge> gauges) {
        this.clock = clock;
        this.gauges = gauges;
        this.options = options;
        this.counters = counters;
        this.parts = parts;
    }

    /** From now on that hears, in a line, why comparisons end that nobody ended. */
    public void onEnd(Consumer<String> listener) {
        ends = listener;
    }

    /**
     * Has that policy judge every frame as well, without effect, in place of the candidate before.
     *
     * @param seconds how long at most, 1 to {@link #MAX_SECONDS}
     * @throws IllegalArgumentException out of bounds
     * @throws IllegalStateException where the box has no room for more names of rules
     */
    public void begin(PolicyTable table, int seconds) {
        if (seconds < 1 || seconds > MAX_SECONDS) {
            throw new IllegalArgumentException("seconds " + seconds + ": 1 to " + MAX_SECONDS + " is wanted");
        }
        int[] ruleCounters = PolicySource.ruleCounters(RuleHolder.CANDIDATE, table, counters);
        if (judges == null) {
            judges = makeJudges();
        }
        run++;
        new WhatIfBoard(parts.apply(0)).begin(run, table.checksum());
        long endNs = clock.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        ActivePolicy candidate = new ActivePolicy(table, FIRST_EPOCH + run, ruleCounters);
        current.setRelease(new Comparison(candidate, run, endNs, judges));
    }

    /** A worker's: the candidate failed, so that comparison is over, unless another has begun meanwhile. */
    void abandon(Comparison failed) {
        end(failed, WhatIfEnd.FAULT);
    }

    /** Has no candidate judge any more; what was tallied stays. */
    public void end() {
        Comparison comparison = current();
        if (comparison != Comparison.NONE) {
            end(comparison, WhatIfEnd.ASKED);
        }
    }

    /** Ends the comparison whose time is over, or that costs too much. To be called several times a second, by one thread. */
    public void poll() {
        Comparison comparison = current();
        if (comparison == Comparison.NONE) {
            return;
        }
        if (isTooCostly(comparison)) {
            if (end(comparison, WhatIfEnd.COST)) {
                ends.accept(
                        "what-if of policy '" + comparison.candidate().table().policyName()
                                + "' ended: it took more than " + MAX_SHARE_PERCENT + " % of a worker's time");
            }
        } else if (clock.nanoTime() - comparison.endNs() >= 0) {
            end(comparison, WhatIfEnd.TIME);
        }
    }

    private static boolean isTooCostly(Comparison comparison) {
        for (CandidateJudge judge : comparison.judges()) {
            if (judge.isTooCostly(comparison.run())) {
                return true;
            }
        }
        return false;
    }

    /** Ends that comparison, unless it has ended or another has begun meanwhile; returns whether it did. */
    private boolean end(Comparison comparison, WhatIfEnd why) {
        boolean isMine = current.compareAndSet(comparison, Comparison.NONE);
        new WhatIfBoard(parts.apply(0)).end(comparison.run(), why);
        return isMine;
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
            made[worker] = new CandidateJudge(judge, memory, new WhatIfTally(parts.apply(worker)), gauges.get());
        }
        return made;
    }
}
