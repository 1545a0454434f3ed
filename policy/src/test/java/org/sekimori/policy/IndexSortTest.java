package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IndexSortTest {
    @Test
    void shouldSortAsTheLibraryDoesAndKeepEqualOnesInOrder() {
        for (long seed = 1; seed <= 300; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int count = random.nextInt(70);
            int[] keys = random.ints(count, 0, 1 + random.nextInt(80)).toArray();
            int[] expected = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.comparingInt(i -> keys[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            assertThat(IndexSort.sorted(count, (one, other) -> Integer.compare(keys[one], keys[other])))
                    .as("seed %d", seed)
                    .containsExactly(expected);
        }
    }
}
