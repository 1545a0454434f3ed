package org.sekimori.control.http.listen;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import org.sekimori.dataplane.command.OneLine;

/**
 * A key with its certificate, ready to serve TLS 1.2 and 1.3.
 *
 * @param fingerprint SHA-256 of the certificate, in pairs of digits with colons, as browsers and OpenSSL print it
 * @param selfSigned whether nobody but the fingerprint vouches for it
 * @param validFrom from when clients take it
 * @param validUntil until when they do
 */
public record TlsIdentity(
        SslContext context, String fingerprint, boolean selfSigned, Instant validFrom, Instant validUntil) {
    private static final int SESSIONS = 1024;

    /**
     * Reads or makes the identity.
     *
     * @param subjectNames for a new certificate, as keytool writes them: {@code dns:NAME}, {@code ip:ADDRESS}
     * @throws ListenException in one line, where the files can't be read, or key and certificate don't belong together
     */
    public static TlsIdentity open(TlsOptions options, Collection<String> subjectNames) {
        return open(options, subjectNames, Clock.systemUTC());
    }

    /** The same with a clock of one's own. */
    static TlsIdentity open(TlsOptions options, Collection<String> subjectNames, Clock clock) {
        try {
            return of(keyPair(options, subjectNames, clock), options instanceof TlsOptions.SelfSigned);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException problem) {
            throw new ListenException("TLS certificate: " + OneLine.of(problem), problem);
        }
    }

    private static CertifiedKey keyPair(TlsOptions options, Collection<String> subjectNames, Clock clock)
            throws IOException, GeneralSecurityException {
        if (options instanceof TlsOptions.SelfSigned own) {
            return SelfSignedCertificate.in(own.folder(), subjectNames, clock.instant());
        }
        if (options instanceof TlsOptions.Pkcs12 given) {
            try (var lines = Files.lines(given.passwordFile())) {
                return CertifiedKey.pkcs12(given.file(), lines.findFirst().orElse(""));
            }
        }
        TlsOptions.Pem pem = (TlsOptions.Pem) options;
        return CertifiedKey.pem(pem.chain(), pem.key());
    }

    private static TlsIdentity of(CertifiedKey pair, boolean selfSigned) throws IOException, GeneralSecurityException {
        SslContext context = SslContextBuilder.forServer(pair.key(), pair.chain())
                .sslProvider(SslProvider.JDK)
                .protocols(TlsSuites.VERSIONS)
                .ciphers(TlsSuites.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .sessionCacheSize(SESSIONS)
                .build();
        return new TlsIdentity(context, fingerprint(pair.leaf()), selfSigned, pair.validFrom(), pair.validUntil());
    }

    private static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
    }
}
