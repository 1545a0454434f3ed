package org.sekimori.dataplane.counters;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class TransitHistogramTest {
    private final TransitHistogram histogram =
            new TransitHistogram(new UnsafeBuffer(new byte[TransitHistogram.LENGTH]));

    @Test
    void shouldCountATimeUpToItsBound() {
        for (int bucket = 0; bucket < TransitHistogram.BUCKETS - 1; bucket++) {
            histogram.record(TransitHistogram.boundNs(bucket));
            assertThat(histogram.count(bucket)).as("at the bound of %d", bucket).isEqualTo(bucket == 0 ? 1 : 2);
            histogram.record(TransitHistogram.boundNs(bucket) + 1);
            assertThat(histogram.count(bucket + 1))
                    .as("past the bound of %d", bucket)
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldReachFromAMicrosecondToASecond() {
        assertThat(TransitHistogram.boundNs(0)).isEqualTo(1_000);
        assertThat(TransitHistogram.boundNs(TransitHistogram.BUCKETS - 2)).isEqualTo(1_048_576_000L);
        assertThat(TransitHistogram.MAX_BOUND_NS).isEqualTo(1_048_576_000L);
        assertThat(TransitHistogram.boundNs(TransitHistogram.BUCKETS - 1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldAddUpAndTakeNegativeTimesForNone() {
        histogram.record(0);
        histogram.record(-5_000);
        histogram.record(30_000);
        histogram.record(Long.MAX_VALUE / 2);

        assertThat(histogram.count()).isEqualTo(4);
        assertThat(histogram.count(0)).isEqualTo(2);
        assertThat(histogram.count(TransitHistogram.BUCKETS - 1)).isEqualTo(1);
        assertThat(histogram.sumNs()).isEqualTo(30_000 + Long.MAX_VALUE / 2);
    }
}
