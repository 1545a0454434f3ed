package org.sekimori.images;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.sekimori.control.lab.net.Command;

/**
 * The files of a small Debian (or Ubuntu) machine of the same release as this one, from the mirror this one uses. Made once and
 * kept as an archive under {@code .sekimori}; everyone gets a fresh copy.
 */
final class DebianRoot implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** What the package depends on or recommends, and what a machine needs to start and to be looked at. */
    private static final String PACKAGES =
            "default-jre-headless,libpcap0.8,adduser,nftables,systemd-sysv,dbus,iproute2,iputils-ping";

    private final Path folder;

    private DebianRoot(Path folder) {
        this.folder = folder;
    }

    static DebianRoot fresh() throws IOException {
        Path cache = Files.createDirectories(
                Path.of("..", ".sekimori", "debian").toAbsolutePath().normalize());
        Path archive = cache.resolve(
                "root-" + release("VERSION_CODENAME") + "-" + Integer.toHexString(PACKAGES.hashCode()) + ".tar");
        if (!Files.exists(archive)) {
            make(archive);
        }
        Path folder = Files.createTempDirectory(cache, "machine-");
        must("chmod", "755", folder.toString());
        must("tar", "-xf", archive.toString(), "-C", folder.toString(), "--exclude=./dev/*");
        // A login prompt wants a console.
        Files.createSymbolicLink(folder.resolve("etc/systemd/system/console-getty.service"), Path.of("/dev/null"));
        return new DebianRoot(folder);
    }

    Path folder() {
        return folder;
    }

    /** Removes it; a machine that runs on it must have ended. */
    @Override
    public void close() {
        must("rm", "-rf", "--one-file-system", folder.toString());
    }

    private static void make(Path archive) throws IOException {
        Path unfinished = archive.resolveSibling(archive.getFileName() + ".new.tar");
        List<String> words = new ArrayList<>(List.of(
                "mmdebstrap",
                "--quiet",
                "--variant=apt",
                "--include=" + PACKAGES,
                release("VERSION_CODENAME"),
                unfinished.toString()));
        words.addAll(sources());
        must(words.toArray(String[]::new));
        Files.move(unfinished, archive);
    }

    /** Where this machine itself gets the distribution from. */
    private static List<String> sources() {
        String distribution = release("ID");
        List<String> found = Deb.output(
                        "apt-get",
                        "indextargets",
                        "--format",
                        "$(ORIGIN) deb $(REPO_URI) $(CODENAME) $(COMPONENT)",
                        "Created-By: Packages")
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(distribution + " "))
                .map(line -> line.substring(distribution.length() + 1))
                .distinct()
                .toList();
        if (found.isEmpty()) {
            throw new AssertionError("apt knows no mirror of " + distribution + "; has 'apt-get update' been run?");
        }
        return found;
    }

    private static String release(String name) {
        try {
            Map<String, String> all = Files.readAllLines(Path.of("/etc/os-release")).stream()
                    .filter(line -> line.contains("="))
                    .collect(Collectors.toMap(
                            line -> line.split("=", 2)[0], line -> line.split("=", 2)[1].replace("\"", "")));
            return all.getOrDefault(name, "unknown");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static void must(String... words) {
        Command.Result result = Command.run(PATIENCE, List.of(words));
        if (!result.isOk()) {
            throw new AssertionError(
                    "'" + String.join(" ", words) + "': status " + result.status() + "\n" + result.text());
        }
    }
}
