package org.sekimori.bench.classifier;

/** Finds the first box that holds a point. */
interface Classifier {
    /** The least rank, or {@link Boxes#NONE}. */
    int find(long[] point);

    /** Memory beside the boxes. */
    long bytes();
}
