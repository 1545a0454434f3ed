package org.sekimori.control.http.server;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.TlsOptions;

/**
 * Where and how to serve.
 *
 * @param socket the Unix socket's place
 * @param listeners on TCP; the bridged ports are not to be among them, which the caller sees to
 * @param tls the certificate for all listeners but those on loopback
 * @param names by which the server is called, besides its addresses and {@code localhost}; requests for others are refused
 */
public record HttpOptions(
        Path socket, List<ListenAddress> listeners, TlsOptions tls, Set<String> names, HttpLimits limits) {
    public HttpOptions {
        listeners = List.copyOf(listeners);
        names = Set.copyOf(names);
    }

    /** The Unix socket alone. */
    public static HttpOptions local(Path socket) {
        return new HttpOptions(
                socket,
                List.of(),
                new TlsOptions.SelfSigned(socket.resolveSibling("tls")),
                Set.of(),
                HttpLimits.DEFAULTS);
    }
}
