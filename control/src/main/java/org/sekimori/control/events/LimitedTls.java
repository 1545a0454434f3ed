package org.sekimori.control.events;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.sekimori.control.http.listen.TlsSuites;

/** A context whose client sockets offer the versions and ciphers of {@link TlsSuites} and no others: the library asks for all. */
final class LimitedTls extends SSLContext {
    LimitedTls(SSLContext context) {
        super(new Spi(context), context.getProvider(), context.getProtocol());
    }

    private static final class Spi extends SSLContextSpi {
        private final SSLContext context;

        Spi(SSLContext context) {
            this.context = context;
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return new Sockets(context.getSocketFactory());
        }

        @Override
        protected void engineInit(KeyManager[] keys, TrustManager[] trust, SecureRandom random)
                throws KeyManagementException {
            throw new KeyManagementException("initialized already");
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            throw new UnsupportedOperationException("for clients");
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            throw new UnsupportedOperationException("for sockets");
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            throw new UnsupportedOperationException("for sockets");
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return context.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return context.getClientSessionContext();
        }
    }

    private static final class Sockets extends SSLSocketFactory {
        private final SSLSocketFactory all;

        Sockets(SSLSocketFactory all) {
            this.all = all;
        }

        private static Socket limited(Socket socket) {
            SSLSocket tls = (SSLSocket) socket;
            tls.setSSLParameters(TlsSuites.limit(tls.getSSLParameters()));
            return tls;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return TlsSuites.CIPHERS.toArray(String[]::new);
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return TlsSuites.CIPHERS.toArray(String[]::new);
        }

        @Override
        public Socket createSocket() throws IOException {
            return limited(all.createSocket());
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean closesPlain) throws IOException {
            return limited(all.createSocket(plain, host, port, closesPlain));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return limited(all.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return limited(all.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return limited(all.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return limited(all.createSocket(host, port, local, localPort));
        }
    }
}
