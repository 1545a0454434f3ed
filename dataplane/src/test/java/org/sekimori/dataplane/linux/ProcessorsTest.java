package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessorsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"0|1", "0-1|2", "0-3,8,10-11|7", "0-127|128"})
    void shouldCountLists(String list, int count) {
        assertThat(Processors.count(list + "\n")).isEqualTo(count);
    }

    @Test
    void shouldHaveAsManyAsTheJvmSees() {
        assertThat(Processors.possibleCount())
                .isGreaterThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }
}
