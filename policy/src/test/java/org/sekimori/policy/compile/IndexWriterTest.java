package org.sekimori.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.IntervalIndex;

class IndexWriterTest {
    private static final long SEED = 11;
    private static final int LOOK_UPS = 300;

    @Test
    void shouldCountNarrowBoundaries() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 120; round++) {
            TreeSet<Long> numbers = new TreeSet<>();
            int spread = 1 + random.nextInt(32);
            long base = random.nextLong() >>> 32 & -1L << spread;
            for (int i = random.nextInt(1 << random.nextInt(1, 12)); i > 0; i--) {
                boolean far = random.nextInt(20) == 0;
                numbers.add(far ? random.nextLong() >>> 32 : base | random.nextLong() >>> 64 - spread);
            }
            Boundaries boundaries = new Boundaries(false);
            numbers.forEach(number -> boundaries.add(0, number));
            UnsafeBuffer image = image(boundaries);
            for (int i = 0; i < LOOK_UPS; i++) {
                long number = near(random.nextInt(3), base | random.nextLong() >>> 64 - spread, numbers);
                assertThat(IntervalIndex.countNarrow(image, ImageDescriptor.SECTIONS_OFFSET, (int) number))
                        .as("seed %d, round %d, %d of %s", SEED, round, number, numbers)
                        .isEqualTo(numbers.headSet(number & 0xFFFF_FFFFL, true).size());
            }
        }
    }

    @Test
    void shouldCountWideBoundaries() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int round = 0; round < 120; round++) {
            int shift = random.nextInt(64);
            long fixed = random.nextLong();
            TreeSet<Long> numbers = new TreeSet<>(Long::compareUnsigned);
            for (int i = random.nextInt(1 << random.nextInt(1, 12)); i > 0; i--) {
                numbers.add(random.nextLong() >>> shift);
            }
            boolean inUpperHalf = random.nextBoolean();
            Boundaries boundaries = new Boundaries(true);
            numbers.forEach(number -> boundaries.add(inUpperHalf ? number : fixed, inUpperHalf ? fixed : number));
            UnsafeBuffer image = image(boundaries);
            for (int i = 0; i < LOOK_UPS; i++) {
                long number = near(random.nextInt(3), random.nextLong() >>> shift, numbers);
                long high = inUpperHalf ? number : fixed;
                long low = inUpperHalf ? fixed : number;
                assertThat(IntervalIndex.countWide(image, ImageDescriptor.SECTIONS_OFFSET, high, low))
                        .as("seed %d, round %d, %d", SEED, round, number)
                        .isEqualTo(numbers.headSet(number, true).size());
                assertThat(IntervalIndex.countWide(image, ImageDescriptor.SECTIONS_OFFSET, -1L, -1L))
                        .isEqualTo(numbers.size());
            }
        }
    }

    /** A number itself, the one before a boundary, or a boundary. */
    private static long near(int way, long number, TreeSet<Long> numbers) {
        Long boundary = numbers.ceiling(number);
        return way == 0 || boundary == null ? number : boundary + way - 2;
    }

    private static UnsafeBuffer image(Boundaries boundaries) {
        ImageWriter image = new ImageWriter(1 << 24);
        IndexWriter.append(image, boundaries);
        return image.finish();
    }
}
