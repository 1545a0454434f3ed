package org.sekimori.dataplane.state;

import java.util.SplittableRandom;

/**
 * A hash of a {@link Key} by secret random factors: the upper half of a sum of products, one for each 32 bits of the
 * key. Any two keys fall together with probability 2^-32 (multilinear hashing, Lemire and Kaser, "Strongly universal
 * string hashing is fast", 2014), so whoever doesn't know the seed can't aim at one bucket.
 */
final class KeyedHash {
    private static final int HALF = 32;
    private static final long LOW_HALF = 0xFFFF_FFFFL;
    private static final int FACTORS = 2 * Key.WORDS + 1;

    private final long[] factors = new long[FACTORS];

    /** Draws the factors from that seed: random in a box, fixed in a test. */
    KeyedHash(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < FACTORS; i++) {
            factors[i] = random.nextLong();
        }
    }

    int of(Key key) {
        long[] factor = factors;
        long sum = factor[0];
        sum += (key.a & LOW_HALF) * factor[1] + (key.a >>> HALF) * factor[2];
        sum += (key.b & LOW_HALF) * factor[3] + (key.b >>> HALF) * factor[4];
        sum += (key.c & LOW_HALF) * factor[5] + (key.c >>> HALF) * factor[6];
        sum += (key.d & LOW_HALF) * factor[7] + (key.d >>> HALF) * factor[8];
        sum += (key.e & LOW_HALF) * factor[9] + (key.e >>> HALF) * factor[10];
        return (int) (sum >>> HALF);
    }
}
