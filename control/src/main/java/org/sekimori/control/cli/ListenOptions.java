package org.sekimori.control.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.sekimori.control.http.listen.ListenAddress;
import org.sekimori.control.http.listen.TlsOptions;
import org.sekimori.control.http.server.HttpLimits;
import org.sekimori.control.http.server.HttpOptions;
import org.sekimori.dataplane.command.BoxPaths;
import picocli.CommandLine.Option;

/** Where control listens, and by which certificate. */
final class ListenOptions {
    @Option(
            names = "--listen",
            paramLabel = "WHERE:PORT",
            description =
                    "Listen on TCP too, on an address ([...] for IPv6) or an interface; the token is wanted, and TLS"
                            + " on all but loopback. Repeatable.")
    private List<String> listeners = new ArrayList<>();

    @Option(
            names = "--server-name",
            paramLabel = "NAME",
            description = "A name this server is called by, besides its addresses; requests for others are refused."
                    + " Repeatable.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Certificate chain (PEM), in place of one that control makes itself.")
    private Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "Its key (PEM, PKCS#8).")
    private Path key;

    HttpOptions http(BoxPaths paths) {
        if ((certificate == null) != (key == null)) {
            throw new BadInputException("--tls-certificate and --tls-key go together");
        }
        TlsOptions tls = certificate == null
                ? new TlsOptions.SelfSigned(paths.controlState().resolve("tls"))
                : new TlsOptions.Pem(certificate, key);
        return new HttpOptions(paths.apiSocket(), addresses(), tls, new HashSet<>(names), HttpLimits.DEFAULTS);
    }

    private List<ListenAddress> addresses() {
        try {
            return listeners.stream().map(ListenAddress::parse).toList();
        } catch (IllegalArgumentException wrong) {
            throw new BadInputException(wrong.getMessage(), wrong);
        }
    }
}
