package org.sekimori.control.http.listen;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A private key and the certificates that go with it, the leaf first, read from files and found to belong together.
 */
record CertifiedKey(PrivateKey key, X509Certificate[] chain) {
    private static final int LONGEST_FILE_BYTES = 1 << 20;
    private static final Pattern PEM_KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*)PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END");
    private static final Map<String, String> SIGNATURES =
            Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

    /** From PEM files: the chain, and the key in PKCS#8. */
    static CertifiedKey pem(Path chainFile, Path keyFile) throws IOException, GeneralSecurityException {
        X509Certificate[] chain = certificates(chainFile);
        Matcher pem = PEM_KEY.matcher(new String(read(keyFile), StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new GeneralSecurityException(keyFile + ": no private key in it; PEM is wanted");
        }
        if (!pem.group(1).isEmpty()) {
            throw new GeneralSecurityException(keyFile + ": the key is "
                    + pem.group(1).strip() + ", PKCS#8 is wanted; 'openssl pkcs8 -topk8 -nocrypt' makes that of it");
        }
        PublicKey certified = chain[0].getPublicKey();
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            return matching(key, chain, keyFile + " is not the key of the certificate in " + chainFile);
        } catch (IllegalArgumentException | InvalidKeySpecException other) {
            throw new GeneralSecurityException(keyFile + " is not the key of the certificate in " + chainFile, other);
        }
    }

    private static X509Certificate[] certificates(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(regular(file))) {
            X509Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toArray(X509Certificate[]::new);
            if (chain.length == 0) {
                throw new GeneralSecurityException(file + ": no certificate in it; PEM is wanted");
            }
            return chain;
        } catch (CertificateException unreadable) {
            throw new GeneralSecurityException(file + ": no certificate that can be read; PEM is wanted", unreadable);
        }
    }

    /** From a PKCS#12 file. */
    static CertifiedKey pkcs12(Path file, String password) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(regular(file))) {
            store.load(in, password.toCharArray());
        }
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias)) {
                X509Certificate[] chain = Arrays.stream(store.getCertificateChain(alias))
                        .map(X509Certificate.class::cast)
                        .toArray(X509Certificate[]::new);
                PrivateKey key = (PrivateKey) store.getKey(alias, password.toCharArray());
                return matching(key, chain, file + ": its key is not that of its certificate");
            }
        }
        throw new GeneralSecurityException(file + ": no key in it");
    }

    /** What the key signs, the certificate has to vouch for. */
    private static CertifiedKey matching(PrivateKey key, X509Certificate[] chain, String otherwise)
            throws GeneralSecurityException {
        PublicKey certified = chain[0].getPublicKey();
        String algorithm = SIGNATURES.get(certified.getAlgorithm());
        if (algorithm != null) {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update((byte) 1);
            if (!signature.verify(signed)) {
                throw new GeneralSecurityException(otherwise);
            }
        }
        return new CertifiedKey(key, chain);
    }

    private static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(regular(file))) {
            return in.readNBytes(LONGEST_FILE_BYTES);
        }
    }

    private static Path regular(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new FileNotFoundException(file + ": there is no such file, or it may not be looked for by this user");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is no regular file");
        }
        if (!Files.isReadable(file)) {
            throw new IOException(file + " may not be read by this user; give it to the group of control, mode 640");
        }
        return file;
    }

    X509Certificate leaf() {
        return chain[0];
    }

    Instant validFrom() {
        return leaf().getNotBefore().toInstant();
    }

    Instant validUntil() {
        return leaf().getNotAfter().toInstant();
    }
}
