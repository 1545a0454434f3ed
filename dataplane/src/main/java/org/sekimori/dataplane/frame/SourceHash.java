package org.sekimori.dataplane.frame;

import java.util.SplittableRandom;

/**
 * A hash of one address by secret random factors: the upper half of a sum of products, one for each 32 bits (multilinear
 * hashing, Lemire and Kaser, "Strongly universal string hashing is fast", 2014). Any two addresses fall together with
 * probability 2^-32, so whoever doesn't know the seed can't aim at one place of a table.
 */
public final class SourceHash {
    private static final int HALF = 32;
    private static final long LOW_HALF = 0xFFFF_FFFFL;

    private final long base;
    private final long first;
    private final long second;
    private final long third;
    private final long fourth;

    /** Draws the factors from that seed: random in a box, fixed in a test. */
    public SourceHash(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        base = random.nextLong();
        first = random.nextLong();
        second = random.nextLong();
        third = random.nextLong();
        fourth = random.nextLong();
    }

    /** 32 bits, of which any are as good as others. */
    public int of(long high, long low) {
        long sum = base
                + (high >>> HALF) * first
                + (high & LOW_HALF) * second
                + (low >>> HALF) * third
                + (low & LOW_HALF) * fourth;
        return (int) (sum >>> HALF);
    }
}
