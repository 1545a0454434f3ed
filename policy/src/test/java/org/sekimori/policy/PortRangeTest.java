package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {
    @Test
    void shouldReadPortsAndRanges() {
        assertThat(PortRange.parse("0")).isEqualTo(new PortRange(0, 0));
        assertThat(PortRange.parse("65535")).isEqualTo(PortRange.of(65535));
        assertThat(PortRange.parse("137-139"))
                .isEqualTo(new PortRange(137, 139))
                .hasToString("137-139");
        assertThat(PortRange.of(53)).hasToString("53");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "70000|port 70000 is out of bounds; ports go from 0 to 65535",
                "99999999999|port 99999999999 is out of bounds; ports go from 0 to 65535",
                "1-65536|port 65536 is out of bounds; ports go from 0 to 65535",
                "139-137|port range 139-137 runs backwards; write 137-139",
                "domain|'domain' is no port; expected a number from 0 to 65535 or a range like 137-139",
            })
    void shouldRefuseWithRemedy(String text, String message) {
        assertThatThrownBy(() -> PortRange.parse(text)).hasMessage(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "-1", "1-", "1-2-3", "053", "0x35", "5.3", "1 - 2", " 53", "+53", "٥٣"})
    void shouldRefuse(String text) {
        assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
