package org.sekimori.control.http.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1:8443, OfAddress, 192.0.2.1:8443, false",
        "127.0.0.1:80, OfAddress, 127.0.0.1:80, true",
        "0.0.0.0:80, OfAddress, 0.0.0.0:80, false",
        "[2001:db8::1]:8443, OfAddress, [2001:db8:0:0:0:0:0:1]:8443, false",
        "[::1]:0, OfAddress, [0:0:0:0:0:0:0:1]:0, true",
        "lo:65535, OfDevice, lo:65535, true"
    })
    void shouldReadWhatAUserWrites(String text, String kind, String shown, boolean loopback) {
        ListenAddress address = ListenAddress.parse(text);

        assertThat(address.getClass().getSimpleName()).isEqualTo(kind);
        assertThat(address).hasToString(shown);
        assertThat(address.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8443",
                ":8443",
                "192.0.2.1",
                "192.0.2.1:",
                "192.0.2.1:x",
                "192.0.2.1:65536",
                "192.0.2.1:-1",
                "192.0.2:80",
                "192.0.2.256:80",
                "2001:db8::1:80",
                "[2001:db8::g]:80",
                "[192.0.2.1]:80",
                "[]:80",
                "a name:80",
                "aninterfacewithalongname:80",
                "http://192.0.2.1:80"
            })
    void shouldRefuseWhatIsNeither(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("--listen '" + text + "': ");
    }
}
