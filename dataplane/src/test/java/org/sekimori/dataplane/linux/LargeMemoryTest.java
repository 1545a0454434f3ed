package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class LargeMemoryTest {
    private static final int CACHE_LINE = 64;
    private static final int MANY = 200;

    @ParameterizedTest
    @ValueSource(ints = {64, 4096, 5 * 1024 * 1024 + 64})
    void shouldBeZeroedAlignedAndWritableToItsEnds(int length) {
        UnsafeBuffer memory = LargeMemory.allocate(length);
        assertThat(memory.capacity()).isEqualTo(length);
        assertThat(memory.addressOffset() % CACHE_LINE).isZero();
        for (int offset = 0; offset < length; offset += Long.BYTES) {
            assertThat(memory.getLong(offset)).isZero();
        }
        memory.putLong(0, -1);
        memory.putLong(length - Long.BYTES, -1);
        assertThat(memory.getLong(length - Long.BYTES)).isEqualTo(-1);
    }

    /** 200 GiB in all would not fit, were they kept or taken at once. */
    @Test
    void shouldTakeNothingBeforeItIsTouched() {
        for (int i = 0; i < MANY; i++) {
            UnsafeBuffer memory = LargeMemory.allocate(1 << 30);
            memory.putLong(0, i);
            assertThat(memory.getLong(0)).isEqualTo(i);
        }
    }
}
