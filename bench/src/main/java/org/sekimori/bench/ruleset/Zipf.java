package org.sekimori.bench.ruleset;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Orders in which the members of a set are met. */
public final class Zipf {
    private Zipf() {}

    /** Every number from 0 once, in random order. */
    public static int[] uniform(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    /** Draws of numbers, the most frequent twice as often as the second, n times as often as the n-th (exponent 1). */
    public static int[] skewed(int count, int draws, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] byRank = uniform(count, seed + 1);
        double[] cumulated = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
        int[] order = new int[draws];
        for (int i = 0; i < draws; i++) {
            int at = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
            order[i] = byRank[Math.min(count - 1, at < 0 ? -at - 1 : at)];
        }
        return order;
    }
}
