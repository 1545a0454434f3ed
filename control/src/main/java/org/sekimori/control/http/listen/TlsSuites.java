package org.sekimori.control.http.listen;

import java.util.List;
import javax.net.ssl.SSLParameters;

/**
 * Which TLS is spoken, as a server and as a client: versions 1.3 and 1.2, keys agreed on anew for each connection, and ciphers
 * that authenticate what they encrypt. Whoever records a connection can't read it later, with the certificate's key or without.
 */
public final class TlsSuites {
    /** Protocol versions, the preferred one first. */
    public static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

    /** Cipher suites, the preferred ones first. */
    public static final List<String> CIPHERS = List.of(
            "TLS_AES_256_GCM_SHA384",
            "TLS_AES_128_GCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final String REFUSE_RENEGOTIATION = "jdk.tls.rejectClientInitiatedRenegotiation";

    static {
        // The platform has no other way to say so, and reads it once: before the first handshake.
        System.setProperty(REFUSE_RENEGOTIATION, "true");
    }

    private TlsSuites() {}

    /** Leaves in the parameters what is named here, as far as the platform has it. */
    public static SSLParameters limit(SSLParameters supported) {
        List<String> ciphers = List.of(supported.getCipherSuites());
        supported.setProtocols(VERSIONS.toArray(String[]::new));
        supported.setCipherSuites(CIPHERS.stream().filter(ciphers::contains).toArray(String[]::new));
        return supported;
    }
}
