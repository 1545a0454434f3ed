package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether something else in this machine already forwards for an interface: a bridge, bond or team (sysfs). */
public final class BridgeMembership {
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private BridgeMembership() {}

    /** Name of the interface's master, where it has one. */
    public static Optional<String> masterOf(String interfaceName) {
        Path master = INTERFACES.resolve(interfaceName).resolve("master");
        try {
            return Files.exists(master)
                    ? Optional.of(master.toRealPath().getFileName().toString())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }
}
