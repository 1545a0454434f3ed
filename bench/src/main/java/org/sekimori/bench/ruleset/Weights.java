package org.sekimori.bench.ruleset;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Numbers drawn as often as their weights say. */
final class Weights {
    private final int[] values;
    private final int[] cumulated;

    /** Pairs of a value and its weight. */
    Weights(int... valuesAndWeights) {
        values = new int[valuesAndWeights.length / 2];
        cumulated = new int[values.length];
        int sum = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = valuesAndWeights[2 * i];
            sum += valuesAndWeights[2 * i + 1];
            cumulated[i] = sum;
        }
    }

    int draw(SplittableRandom random) {
        int at = Arrays.binarySearch(cumulated, random.nextInt(cumulated[cumulated.length - 1]) + 1);
        return values[at < 0 ? -at - 1 : at];
    }
}
