package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    /** Root's, and the one a service manager makes for a box that is an ordinary user; the first that can be written to. */
    private static final List<Path> FOLDERS = List.of(Path.of("/run/sekimori"), Path.of("/run/sekimori/box"));

    /** What a box that was killed had found on this interface, or else what is there now. */
    static FoundSettings of(NetworkDevice device, boolean ipv6On) {
        FoundSettings now = new FoundSettings(device.isUp(), device.isArpOff(), ipv6On);
        return read(device).orElse(now);
    }

    private static Optional<FoundSettings> read(NetworkDevice device) {
        return FOLDERS.stream()
                .flatMap(folder -> read(folder.resolve(fileName(device))).stream())
                .findFirst();
    }

    private static Optional<FoundSettings> read(Path file) {
        Properties kept = new Properties();
        try (var in = Files.newBufferedReader(file)) {
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
        for (Path folder : FOLDERS) {
            if (store(kept, folder, device)) {
                return;
            }
        }
    }

    private static boolean store(Properties kept, Path folder, NetworkDevice device) {
        try {
            Files.createDirectories(folder);
            try (var out = Files.newBufferedWriter(folder.resolve(fileName(device)))) {
                kept.store(out, "how " + device.name() + " was before the box took it");
            }
            return true;
        } catch (IOException unwritable) {
            return false;
        }
    }

    /** All is put back: nothing to remember. What another user's box remembered of it stays, and is as true as before. */
    static void forget(NetworkDevice device) {
        for (Path folder : FOLDERS) {
            try {
                Files.deleteIfExists(folder.resolve(fileName(device)));
            } catch (AccessDeniedException anotherUsers) {
                continue;
            } catch (IOException problem) {
                throw new UncheckedIOException(problem);
            }
        }
    }

    /** One file for each interface of each network namespace; a new interface of an old name has a new index. */
    private static String fileName(NetworkDevice device) {
        String namespace;
        try {
            namespace = Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
                    .toString()
                    .replaceAll("[^0-9]", "");
        } catch (IOException unknown) {
            namespace = "unknown";
        }
        return "found-" + namespace + "-" + device.index() + "-" + device.name();
    }
}
