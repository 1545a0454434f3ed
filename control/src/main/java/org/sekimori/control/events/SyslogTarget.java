package org.sekimori.control.events;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A syslog server, as a user writes it: {@code udp://HOST[:514]}, {@code tcp://HOST[:514]} or {@code tls://HOST[:6514]}.
 *
 * @param host a name or an address, IPv6 without its brackets
 */
public record SyslogTarget(Transport transport, String host, int port) {
    /** How messages travel: RFC 5426, RFC 6587 with octet counts, RFC 5425. */
    public enum Transport {
        UDP(514),
        TCP(514),
        TLS(6514);

        private final int standardPort;

        Transport(int standardPort) {
            this.standardPort = standardPort;
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException in one line, where it can't be read
     */
    public static SyslogTarget parse(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null || uri.getHost() == null || saysMore(uri)) {
                throw wrong(text);
            }
            Transport transport = Transport.valueOf(uri.getScheme().toUpperCase(Locale.ROOT));
            String host = uri.getHost().startsWith("[")
                    ? uri.getHost().substring(1, uri.getHost().length() - 1)
                    : uri.getHost();
            int port = uri.getPort() < 0 ? transport.standardPort : uri.getPort();
            if (port < 1 || port > 65535) {
                throw wrong(text);
            }
            return new SyslogTarget(transport, host, port);
        } catch (URISyntaxException | IllegalArgumentException problem) {
            throw wrong(text);
        }
    }

    private static boolean saysMore(URI uri) {
        return !uri.getRawPath().isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getRawUserInfo() != null;
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "': udp://HOST[:PORT], tcp://HOST[:PORT] or tls://HOST[:PORT] is wanted");
    }

    @Override
    public String toString() {
        String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return transport.name().toLowerCase(Locale.ROOT) + "://" + bracketed + ":" + port;
    }
}
