package org.sekimori.control.events;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where syslog messages go.
 *
 * @param trustFile certificates, as PEM, of whom the server's must come; without it, those of the Java platform
 * @param hostName what the messages call this machine
 */
public record SyslogOptions(SyslogTarget target, Optional<Path> trustFile, String hostName) {
    public SyslogOptions {
        if (trustFile.isPresent() && target.transport() != SyslogTarget.Transport.TLS) {
            throw new IllegalArgumentException(
                    "trustFile: " + target + " has no certificate to be checked; use tls://");
        }
    }
}
