package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SyslogTargetTest {
    @ParameterizedTest
    @CsvSource({
        "udp://logs.example.net, udp://logs.example.net:514",
        "TCP://192.0.2.1:5140, tcp://192.0.2.1:5140",
        "tls://[2001:db8::1], tls://[2001:db8::1]:6514"
    })
    void shouldReadWhatAUserWrites(String text, String meant) {
        assertThat(SyslogTarget.parse(text)).hasToString(meant);
    }

    @Test
    void shouldKnowTheHostWithoutBrackets() {
        assertThat(SyslogTarget.parse("tls://[2001:db8::1]:99"))
                .isEqualTo(new SyslogTarget(SyslogTarget.Transport.TLS, "2001:db8::1", 99));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "logs:514",
                "http://logs",
                "udp://",
                "udp://a b",
                "udp://a:0",
                "udp://a:70000",
                "udp://a/x",
                "udp://u@a"
            })
    void shouldRefuseInOneLine(String text) {
        assertThatThrownBy(() -> SyslogTarget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "': udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT] is wanted");
    }
}
