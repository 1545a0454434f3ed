package org.sekimori.control.explain;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.sekimori.control.replay.FrameVerdict;
import org.sekimori.control.replay.Replay;
import org.sekimori.control.replay.ReplayPlan;
import org.sekimori.control.replay.ReplayResult;
import org.sekimori.control.replay.VerdictSink;
import org.sekimori.dataplane.pcap.CaptureException;
import org.sekimori.dataplane.pcap.CaptureInput;
import org.sekimori.dataplane.pcap.FrameSink;
import org.sekimori.policy.PolicyTable;

/**
 * Two policies over the same captures, one after the other through the engine: which frames change their fate. The first
 * run's fates are kept, four bytes a frame.
 */
public final class CaptureDifference {
    private static final int INITIAL_CAPACITY = 1024;

    private final Map<FrameFate, Integer> numbers = new HashMap<>();
    private final Map<Long, FateChange> changes = new HashMap<>();
    private final int mostExamples;
    private FrameFate[] fates = new FrameFate[INITIAL_CAPACITY];
    private int[] first = new int[INITIAL_CAPACITY];
    private int firstCount;
    private int secondCount;
    private long frames;

    private CaptureDifference(int mostExamples) {
        this.mostExamples = mostExamples;
    }

    /**
     * Compares.
     *
     * @param mostExamples how many frames of each change to name
     * @param onProgress   hears of frames done, in each of the two runs
     * @throws CaptureException when a capture can't be read to its end
     */
    public static CaptureDifference between(
            PolicyTable before,
            PolicyTable after,
            List<CaptureInput> inputs,
            int mostExamples,
            LongConsumer onProgress) {
        CaptureDifference difference = new CaptureDifference(mostExamples);
        run(before, inputs, difference::keep, onProgress);
        run(after, inputs, difference::compare, onProgress);
        return difference;
    }

    private static void run(
            PolicyTable policy, List<CaptureInput> inputs, VerdictSink verdicts, LongConsumer onProgress) {
        ReplayPlan plan = new ReplayPlan(policy, inputs, List.of(), FrameSink.NONE, FrameSink.NONE, verdicts);
        ReplayResult result = new Replay(plan, onProgress).run();
        if (!result.faults().isEmpty()) {
            throw result.faults().get(0);
        }
    }

    private void keep(FrameVerdict verdict) {
        if (firstCount == first.length) {
            first = Arrays.copyOf(first, 2 * firstCount);
        }
        first[firstCount++] = number(FrameFate.of(verdict));
    }

    private void compare(FrameVerdict verdict) {
        if (secondCount == firstCount) {
            throw new IllegalStateException("the capture has grown since it was first read");
        }
        int before = first[secondCount++];
        int after = number(FrameFate.of(verdict));
        frames++;
        if (before != after) {
            changes.computeIfAbsent(
                            (long) before << Integer.SIZE | after,
                            key -> new FateChange(fates[before], fates[after], mostExamples))
                    .add(verdict.file(), verdict.frame());
        }
    }

    private int number(FrameFate fate) {
        Integer known = numbers.get(fate);
        if (known != null) {
            return known;
        }
        int number = numbers.size();
        if (number == fates.length) {
            fates = Arrays.copyOf(fates, 2 * number);
        }
        fates[number] = fate;
        numbers.put(fate, number);
        return number;
    }

    /** Frames judged by each policy. */
    public long frames() {
        return frames;
    }

    /** What changes: changed verdicts first, then the most frames. */
    public List<FateChange> changes() {
        return changes.values().stream()
                .sorted(Comparator.comparing(FateChange::isOfVerdict)
                        .thenComparing(FateChange::frames)
                        .reversed()
                        .thenComparing(FateChange::before)
                        .thenComparing(FateChange::after))
                .toList();
    }

    /** Frames that change from pass to drop or back. */
    public long changedVerdicts() {
        return changes.values().stream()
                .filter(FateChange::isOfVerdict)
                .mapToLong(FateChange::frames)
                .sum();
    }

    /** Frames whose verdict stays, but for another rule or reason. */
    public long changedReasons() {
        return changes.values().stream().mapToLong(FateChange::frames).sum() - changedVerdicts();
    }
}
