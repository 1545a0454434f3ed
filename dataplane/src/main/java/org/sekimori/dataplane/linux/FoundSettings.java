package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * How an interface was before the box took it, kept in a file while the box has it: a box that was killed could put nothing
 * back, so the next one does. A file is about one interface of one network namespace, by their numbers, and goes with it.
 *
 * @param up whether it was up
 * @param arpOff whether ARP was off
 * @param ipv6On whether IPv6 was on
 * @param promiscuous whether it took frames for whatever address
 */
record FoundSettings(boolean up, boolean arpOff, boolean ipv6On, boolean promiscuous) {
    private static final String PREFIX = "found-";
    private static final String UNFINISHED = ".new";
    private static final String UP = "up";
    private static final String ARP_OFF = "arp-off";
    private static final String IPV6_ON = "ipv6-on";
    private static final String PROMISCUOUS = "promiscuous";
    private static final String NAMESPACE = "namespace";

    /** What a box that was killed had found on this interface, or else what is there now. */
    static FoundSettings of(NetworkDevice device, boolean ipv6On, Path folder) {
        return read(file(folder, device))
                .orElseGet(() -> new FoundSettings(device.isUp(), device.isArpOff(), ipv6On, device.isPromiscuous()));
    }

    /** What is remembered of this interface; empty where nothing is. */
    static Optional<FoundSettings> remembered(NetworkDevice device, Path folder) {
        return read(file(folder, device));
    }

    private static Optional<FoundSettings> read(Path file) {
        Properties kept = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            kept.load(in);
        } catch (IOException | IllegalArgumentException none) {
            return Optional.empty();
        }
        boolean isWhole = kept.containsKey(UP) && kept.containsKey(ARP_OFF) && kept.containsKey(IPV6_ON);
        return isWhole && NetworkNamespace.cookie().equals(kept.getProperty(NAMESPACE))
                ? Optional.of(
                        new FoundSettings(is(kept, UP), is(kept, ARP_OFF), is(kept, IPV6_ON), is(kept, PROMISCUOUS)))
                : Optional.empty();
    }

    private static boolean is(Properties kept, String name) {
        return Boolean.parseBoolean(kept.getProperty(name));
    }

    /**
     * Remembers this, and forgets what is remembered of interfaces that are gone.
     *
     * @throws IOException where the folder can't be written to
     */
    void keep(NetworkDevice device, Path folder) throws IOException {
        Properties kept = new Properties();
        kept.setProperty(UP, Boolean.toString(up));
        kept.setProperty(ARP_OFF, Boolean.toString(arpOff));
        kept.setProperty(IPV6_ON, Boolean.toString(ipv6On));
        kept.setProperty(PROMISCUOUS, Boolean.toString(promiscuous));
        kept.setProperty(NAMESPACE, NetworkNamespace.cookie());
        Files.createDirectories(folder);
        forgetGone(device, folder);
        Path file = file(folder, device);
        Path fresh = file.resolveSibling(file.getFileName() + UNFINISHED);
        // root may write this into another user's folder: a link there is not followed
        Files.deleteIfExists(fresh);
        Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        try (var out = Files.newBufferedWriter(fresh, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            kept.store(out, "how " + device.name() + " was before the box took it");
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** All is put back: nothing to remember. */
    static void forget(NetworkDevice device, Path folder) {
        try {
            Files.deleteIfExists(file(folder, device));
        } catch (AccessDeniedException | NotDirectoryException anotherUsers) {
            return;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Forgets interfaces of this namespace that are gone; other namespaces' are their boxes' own. */
    static void forgetGone(NetworkDevice device, Path folder) throws IOException {
        for (Path file : files(folder)) {
            String number = number(file);
            if (number.isEmpty() || device.nameOf(Integer.parseInt(number)).isEmpty()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /** What is remembered of this namespace's interfaces. */
    static List<Path> files(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, ours() + "*")) {
            files.forEach(found::add);
        }
        return found;
    }

    private static String ours() {
        return PREFIX + NetworkNamespace.inode() + "-";
    }

    /** The interface's index, which the file is named by; empty for none. */
    static String number(Path file) {
        return file.getFileName().toString().substring(ours().length()).replaceFirst("[^0-9].*", "");
    }

    /** A new interface of an old name has a new index. */
    private static Path file(Path folder, NetworkDevice device) {
        return folder.resolve(PREFIX + NetworkNamespace.inode() + "-" + device.index());
    }
}
