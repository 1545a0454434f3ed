package org.sekimori.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sekimori.control.lab.net.Command;

/** A Debian machine with systemd as its first process, in namespaces of its own; its network has no way out. */
final class DebianMachine implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DebianRoot root;
    private final Path cgroup;
    private final Process starter;
    private long firstProcess;

    private DebianMachine(DebianRoot root, Path cgroup, Process starter) {
        this.root = root;
        this.cgroup = cgroup;
        this.starter = starter;
    }

    /** The top of the second cgroup hierarchy, without which systemd can't start. */
    static Optional<Path> cgroups() {
        Command.Result found = Command.run(PATIENCE, List.of("findmnt", "-n", "-t", "cgroup2", "-o", "TARGET"));
        return found.text().lines().findFirst().filter(line -> found.isOk()).map(Path::of);
    }

    /** Starts it, and returns once it has started all it wants to. */
    static DebianMachine boot(DebianRoot root) throws IOException, InterruptedException {
        Path script = root.folder().resolve("var/log/boot.sh");
        try (var in = DebianMachine.class.getResourceAsStream("boot.sh")) {
            Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
        }
        Path cgroup = cgroups().orElseThrow().resolve(root.folder().getFileName());
        Process starter = new ProcessBuilder(
                        "sh", script.toString(), root.folder().toString(), cgroup.toString())
                .redirectErrorStream(true)
                .redirectOutput(log(root).toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
        DebianMachine machine = new DebianMachine(root, cgroup, starter);
        machine.awaitStart();
        return machine;
    }

    private void awaitStart() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        String state = "nothing";
        while (System.nanoTime() - deadline < 0 && !starter.waitFor(200, TimeUnit.MILLISECONDS)) {
            firstProcess =
                    starter.children().findFirst().map(ProcessHandle::pid).orElse(0L);
            if (firstProcess != 0) {
                state = run("systemctl", "is-system-running").text().strip();
                if (state.equals("running")) {
                    return;
                }
            }
        }
        String failed = run("systemctl", "--failed", "--no-legend").text();
        close();
        throw new AssertionError("systemd did not start: " + state + " " + failed + Files.readString(log(root)));
    }

    private static Path log(DebianRoot root) {
        return root.folder().resolve("var/log/boot.log");
    }

    /** Runs a program there. */
    Command.Result run(String... words) {
        List<String> command = new ArrayList<>(
                List.of("nsenter", "-t", Long.toString(firstProcess), "-m", "-p", "-n", "-C", "-u", "-i", "-r", "-w"));
        command.addAll(List.of(
                "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"));
        command.addAll(List.of(words));
        return Command.run(PATIENCE, command);
    }

    /** What a shell there prints that must succeed. */
    String shell(String script) {
        Command.Result result = run("sh", "-euc", script);
        if (!result.isOk()) {
            throw new AssertionError("'" + script + "': status " + result.status() + "\n" + result.text());
        }
        return result.text().strip();
    }

    /** Copies a file to the machine. */
    void put(Path file, String path) throws IOException {
        Files.copy(file, root.folder().resolve(path.substring(1)), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Ends its first process, and with it the kernel ends all others. */
    @Override
    public void close() throws InterruptedException {
        starter.destroyForcibly().waitFor();
        try (Stream<Path> folders = Files.walk(cgroup)) {
            folders.filter(Files::isDirectory).sorted(Comparator.reverseOrder()).forEach(this::removeGroup);
        } catch (IOException gone) {
            throw new AssertionError("the machine's cgroup is left: " + gone.getMessage(), gone);
        }
    }

    /** A group is busy until the last of its processes is really gone. */
    private void removeGroup(Path group) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!group.toFile().delete() && Files.exists(group) && System.nanoTime() - deadline < 0) {
            Thread.onSpinWait();
        }
    }
}
