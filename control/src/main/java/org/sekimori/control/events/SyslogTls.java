package org.sekimori.control.events;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * TLS that checks the server's name as well as who vouches for it (RFC 5425 §5.2): the syslog library asks for neither,
 * and a plain socket's handshake leaves the name to its user.
 */
final class SyslogTls {
    private SyslogTls() {}

    /**
     * A context that trusts the certificates of this file, or those of the platform.
     *
     * @throws IllegalArgumentException in one line, where the file holds none that can be read
     */
    static SSLContext context(Optional<Path> trustFile) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(trustFile.isPresent() ? trusted(trustFile.get()) : null);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new NameChecking(extended(factory))}, null);
            return new LimitedTls(context);
        } catch (GeneralSecurityException problem) {
            throw new IllegalStateException(problem);
        }
    }

    private static X509ExtendedTrustManager extended(TrustManagerFactory factory) {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new IllegalStateException("the Java platform has no trust manager for X.509");
    }

    private static KeyStore trusted(Path file) throws GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        try (InputStream pem = Files.newInputStream(file)) {
            store.load(null, null);
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            if (store.size() == 0) {
                throw new IllegalArgumentException(file + ": no certificate in it; PEM is wanted");
            }
            return store;
        } catch (IOException | CertificateException problem) {
            throw new IllegalArgumentException(file + ": certificates can't be read: " + problem.getMessage(), problem);
        }
    }

    /** Asks the platform's trust manager, having told it to look at the name. */
    private static final class NameChecking extends X509ExtendedTrustManager {
        private final X509ExtendedTrustManager platform;

        NameChecking(X509ExtendedTrustManager platform) {
            this.platform = platform;
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
                throws CertificateException {
            SSLSocket tls = (SSLSocket) socket;
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
            try {
                // So that closing doesn't wait long for a write that hangs.
                tls.setSoLinger(true, 1);
            } catch (SocketException gone) {
                throw new CertificateException(gone);
            }
            platform.checkServerTrusted(chain, keyExchange, tls);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("not used with engines");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            throw new CertificateException("not used without a socket");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange, Socket socket)
                throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String keyExchange) throws CertificateException {
            throw new CertificateException("not a server");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return platform.getAcceptedIssuers();
        }
    }
}
