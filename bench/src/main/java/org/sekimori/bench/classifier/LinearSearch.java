package org.sekimori.bench.classifier;

/** Rule after rule. */
final class LinearSearch implements Classifier {
    private final Boxes boxes;

    LinearSearch(Boxes boxes) {
        this.boxes = boxes;
    }

    @Override
    public int find(long[] point) {
        for (int rank = 0; rank < boxes.size; rank++) {
            if (boxes.contains(rank, point)) {
                return rank;
            }
        }
        return Boxes.NONE;
    }

    @Override
    public long bytes() {
        return 0;
    }
}
