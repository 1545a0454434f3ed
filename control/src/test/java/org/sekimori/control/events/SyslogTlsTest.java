package org.sekimori.control.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

final class SyslogTlsTest {
    @Test
    void shouldOfferNothingButFreshKeysAndAuthenticatedCiphers() throws IOException {
        try (SSLSocket socket = (SSLSocket)
                SyslogTls.context(Optional.empty()).getSocketFactory().createSocket()) {
            assertThat(socket.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
            List<String> ciphers = List.of(socket.getEnabledCipherSuites());
            assertThat(ciphers)
                    .contains("TLS_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                    .noneMatch(cipher -> cipher.contains("_CBC_") || cipher.startsWith("TLS_RSA_"));
        }
    }
}
