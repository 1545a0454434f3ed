package org.sekimori.control.http.listen;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;

/**
 * A key with its certificate, ready to serve TLS 1.2 and 1.3.
 *
 * @param fingerprint SHA-256 of the certificate, in pairs of digits with colons, as browsers and OpenSSL print it
 * @param selfSigned whether nobody but the fingerprint vouches for it
 */
public record TlsIdentity(SslContext context, String fingerprint, boolean selfSigned) {
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /**
     * Reads or makes the identity.
     *
     * @param subjectNames for a new certificate, as keytool writes them: {@code dns:NAME}, {@code ip:ADDRESS}
     */
    public static TlsIdentity open(TlsOptions options, Collection<String> subjectNames) {
        try {
            if (options instanceof TlsOptions.SelfSigned own) {
                Path file = SelfSignedCertificate.in(own.folder(), subjectNames);
                return of(keyStore(file, SelfSignedCertificate.PASSWORD), SelfSignedCertificate.PASSWORD, true);
            }
            if (options instanceof TlsOptions.Pkcs12 given) {
                String password = Files.readString(given.passwordFile())
                        .lines()
                        .findFirst()
                        .orElse("");
                return of(keyStore(given.file(), password), password, false);
            }
            return of((TlsOptions.Pem) options);
        } catch (IOException | GeneralSecurityException | IllegalArgumentException problem) {
            throw new ListenException("TLS certificate: " + problem.getMessage(), problem);
        }
    }

    private static TlsIdentity of(TlsOptions.Pem pem) throws IOException, GeneralSecurityException {
        SslContext context = finish(
                SslContextBuilder.forServer(pem.chain().toFile(), pem.key().toFile()));
        try (InputStream in = Files.newInputStream(pem.chain())) {
            Certificate leaf = CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new TlsIdentity(context, fingerprint(leaf), false);
        }
    }

    private static TlsIdentity of(KeyStore store, String password, boolean selfSigned)
            throws IOException, GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password.toCharArray());
        return new TlsIdentity(finish(SslContextBuilder.forServer(keys)), fingerprint(leaf(store)), selfSigned);
    }

    private static SslContext finish(SslContextBuilder builder) throws IOException {
        return builder.sslProvider(SslProvider.JDK)
                .protocols(VERSIONS)
                .sessionCacheSize(1024)
                .build();
    }

    private static KeyStore keyStore(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password.toCharArray());
        }
        return store;
    }

    private static Certificate leaf(KeyStore store) throws GeneralSecurityException {
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                return store.getCertificate(alias);
            }
        }
        throw new GeneralSecurityException("no key in the PKCS#12 file");
    }

    private static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return HexFormat.ofDelimiter(":").formatHex(hash).toUpperCase(Locale.ROOT);
    }
}
