package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * How an interface was before the box took it, kept in {@code /run} while the box has it: a box that was killed could put
 * nothing back, so the next one does.
 *
 * @param up whether it was up
 * @param arpOff whether ARP was off
 * @param ipv6On whether IPv6 was on
 */
record FoundSettings(boolean up, boolean arpOff, boolean ipv6On) {
    private static final Path FOLDER = Path.of("/run/sekimori");

    /** What a box that was killed had found on this interface, or else what is there now. */
    static FoundSettings of(NetworkDevice device, boolean ipv6On) {
        FoundSettings now = new FoundSettings(device.isUp(), device.isArpOff(), ipv6On);
        return read(device).orElse(now);
    }

    private static Optional<FoundSettings> read(NetworkDevice device) {
        Properties kept = new Properties();
        try (var in = Files.newBufferedReader(file(device))) {
            kept.load(in);
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
        return Optional.of(new FoundSettings(is(kept, "up"), is(kept, "arp-off"), is(kept, "ipv6-on")));
    }

    private static boolean is(Properties kept, String name) {
        return Boolean.parseBoolean(kept.getProperty(name));
    }

    /** Remembers this; a machine without {@code /run} does without. */
    void keep(NetworkDevice device) {
        Properties kept = new Properties();
        kept.setProperty("up", Boolean.toString(up));
        kept.setProperty("arp-off", Boolean.toString(arpOff));
        kept.setProperty("ipv6-on", Boolean.toString(ipv6On));
        try {
            Files.createDirectories(FOLDER);
            try (var out = Files.newBufferedWriter(file(device))) {
                kept.store(out, "how " + device.name() + " was before the box took it");
            }
        } catch (IOException unwritable) {
            return;
        }
    }

    /** All is put back: nothing to remember. */
    static void forget(NetworkDevice device) {
        try {
            Files.deleteIfExists(file(device));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** One file for each interface of each network namespace; a new interface of an old name has a new index. */
    private static Path file(NetworkDevice device) {
        String namespace;
        try {
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
                    .toString()
                    .replaceAll("[^0-9]", "");
        } catch (IOException unknown) {
            namespace = "unknown";
        }
        return FOLDER.resolve("found-" + namespace + "-" + device.index() + "-" + device.name());
    }
}
