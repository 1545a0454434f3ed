package org.sekimori.bench.hostile;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.sekimori.dataplane.command.BoxPaths;

/**
 * What is attacked.
 *
 * @param paths  of the box and its control
 * @param plain  control's listener on loopback, without TLS
 * @param tls    its listener with TLS
 * @param policy the file that control follows
 * @param token  of the API; empty for who has none
 */
record Target(BoxPaths paths, InetSocketAddress plain, InetSocketAddress tls, Path policy, String token) {
    /** Reads the settings that the bench hands over in the environment. */
    static Target ofEnvironment() {
        return new Target(
                new BoxPaths(Path.of(setting("HOSTILE_RUN")), Path.of(setting("HOSTILE_STATE"))),
                address(setting("HOSTILE_PLAIN")),
                address(setting("HOSTILE_TLS")),
                Path.of(setting("HOSTILE_POLICY")),
                System.getenv().getOrDefault("HOSTILE_TOKEN", ""));
    }

    private static String setting(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " isn't set; start this by 'sekimori bench hostile'");
        }
        return value;
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }
}
