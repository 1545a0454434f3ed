package org.sekimori.dataplane.guard;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.BpfFileSystem;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;

/**
 * The names of what outlives the box, in a BPF file system of its own.
 *
 * <pre>
 *  wan, lan                the links of both ports' programs, whatever the version
 *  1/guard, 1/flows, ...   maps, by the version of their layout
 *  1/wan_12ab, ...         the verdicts that a program counts; each has a {@link CountLedger} in the folder beside this one
 * </pre>
 *
 * Another version makes maps of its own beside those that are there, whose programs decide until both links have its own.
 */
final class GuardFolder {
    private static final Pattern LEDGER = Pattern.compile("(wan|lan)_[0-9a-f]{1,16}");

    private final Path folder;
    private final Path maps;
    private final Path ledgers;

    private GuardFolder(Path folder, int version) {
        this.folder = folder;
        maps = folder.resolve(Integer.toString(version));
        ledgers = ledgers(folder);
    }

    /** Where what goes with the names is, which can't be in a BPF file system. */
    static Path ledgers(Path folder) {
        return folder.resolveSibling(folder.getFileName() + "-counts");
    }

    /**
     * Opens the folder; mounts a BPF file system there unless there is one.
     *
     * @throws IOException where the folder can't be made
     * @throws org.sekimori.dataplane.linux.NativeCallException where none is mounted and CAP_SYS_ADMIN is missing
     */
    static GuardFolder open(Path folder) throws IOException {
        if (!BpfFileSystem.isAt(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new NotDirectoryException(folder.toString());
            }
            BpfFileSystem.mount(folder);
        }
        GuardFolder opened = at(folder);
        Files.createDirectories(opened.maps);
        return opened;
    }

    /** The names that are there, if any are; nothing is made. */
    static GuardFolder at(Path folder) {
        return new GuardFolder(folder, GuardDescriptor.LAYOUT_VERSION);
    }

    /**
     * Whether a BPF file system is there.
     *
     * @throws AccessDeniedException where this user may not look
     */
    static boolean isThere(Path folder) throws IOException {
        boolean isThere = BpfFileSystem.isAt(folder);
        boolean isHidden = !isThere && !Files.exists(folder) && !Files.notExists(folder);
        if (isHidden || isThere && !Files.isExecutable(folder)) {
            throw new AccessDeniedException(folder.toString());
        }
        return isThere;
    }

    /** Where the link of that port's program has its name. */
    Path link(PortRole role) {
        return folder.resolve(role.word());
    }

    /** Where the map of that name has it. */
    Path map(String name) {
        return maps.resolve(name);
    }

    /** Deletes the names of other versions' maps, which go with the programs that use them. */
    void removeOthers() throws IOException {
        removeMaps(version -> !version.equals(maps));
    }

    /** The kernel keeps files of its own beside the versions' folders. */
    private void removeMaps(Predicate<Path> unwanted) throws IOException {
        try (DirectoryStream<Path> versions = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path version : versions) {
                if (unwanted.test(version)) {
                    deleteAll(version);
                    Files.delete(version);
                }
            }
        }
    }

    /** Keeps the counts of a program for that port, whose map is given a name. */
    KeptCounts keep(PortRole role, EbpfMap verdicts, PolicyTable table, Direction direction, int entries)
            throws IOException {
        Files.createDirectories(
                ledgers, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        String name = role.word() + "_" + Long.toHexString(System.nanoTime());
        CountLedger ledger = CountLedger.create(ledgers.resolve(name), table, direction, entries);
        KeptCounts kept = new KeptCounts(maps.resolve(name), ledger);
        try {
            verdicts.pin(maps.resolve(name));
            return kept;
        } catch (NativeCallException refused) {
            kept.delete();
            throw new IOException(refused.getMessage(), refused);
        }
    }

    /** The counts that others before this process have kept; what can't be used is deleted. */
    List<KeptCounts> kept(Consumer<String> log) throws IOException {
        List<KeptCounts> all = new ArrayList<>();
        if (hasLedgers()) {
            for (Path file : ledgerFiles()) {
                Path pin = maps.resolve(file.getFileName());
                if (!Files.exists(pin)) {
                    Files.delete(file);
                    continue;
                }
                try {
                    all.add(new KeptCounts(pin, CountLedger.open(file)));
                } catch (IOException broken) {
                    log.accept("warning: what " + file + " counted while no box was there is lost: it "
                            + broken.getMessage());
                    Files.delete(pin);
                    Files.delete(file);
                }
            }
        }
        return all;
    }

    /** A link in the folder's place is not followed: the box's user may have put it there, and root may be asking. */
    private boolean hasLedgers() {
        return Files.isDirectory(ledgers, LinkOption.NOFOLLOW_LINKS);
    }

    private List<Path> ledgerFiles() throws IOException {
        try (Stream<Path> names = Files.list(ledgers)) {
            return names.filter(name ->
                            LEDGER.matcher(name.getFileName().toString()).matches())
                    .toList();
        }
    }

    /** Deletes all names: what nobody uses besides is gone. Unmounts the file system where this user may. */
    void remove() throws IOException {
        for (PortRole role : PortRole.values()) {
            Files.deleteIfExists(link(role));
        }
        removeMaps(version -> true);
        if (hasLedgers()) {
            for (Path file : ledgerFiles()) {
                Files.delete(file);
            }
            Files.delete(ledgers);
        }
        try {
            BpfFileSystem.unmount(folder);
            Files.deleteIfExists(folder);
        } catch (NativeCallException notAllowed) {
            // empty, it costs nothing
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(folder)) {
            for (Path name : names) {
                Files.delete(name);
            }
        }
    }
}
