package org.sekimori.control.inline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxPaths;

/** Box and control as two processes of this build, which can be killed, stopped and started each by itself. */
final class BoxAndControl implements AutoCloseable {
    static final String CLOSED = "version: 1\nname: closed\nrules:\n"
            + "  - {name: gate, direction: inbound, protocol: udp, destination-ports: 5000}\n";
    static final String OPEN = "version: 1\nname: open\nrules: []\n";
    static final String BAD = "version: 1\nname: bad\nrules:\n"
            + "  - {name: gate, direction: inbound, protocol: udp, destination-ports: 0x}\n";

    final InlineBox inline = new InlineBox();
    final BoxPaths paths;
    final Path policy;
    private final Path folder;
    private Process control;
    private Path controlLog;

    BoxAndControl(Path folder) {
        this.folder = folder;
        paths = new BoxPaths(folder.resolve("run"), folder.resolve("state"));
        policy = folder.resolve("office.yaml");
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
        write(CLOSED);
    }

    /** Replaces the policy file, as an editor does. */
    void write(String text) {
        try {
            Path fresh = Files.writeString(folder.resolve("fresh.yaml"), text);
            Files.move(fresh, policy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    Path other(String text) {
        try {
            return Files.writeString(folder.resolve("other.yaml"), text);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    BoxAndControl startBox(String... options) {
        List<String> all = new ArrayList<>(folders());
        all.addAll(List.of(options));
        inline.start(List.of("box"), all.toArray(String[]::new));
        return this;
    }

    void killBox() {
        end(inline.process());
    }

    /** Starts control, and returns when it says that it is up. */
    BoxAndControl startControl(String... options) {
        launchControl(options);
        Wait.until("control is up; it said: " + controlLog(), () -> controlLog().contains("control: policy '"));
        return this;
    }

    void launchControl(String... options) {
        try {
            controlLog = Files.createTempFile(folder, "control-", ".log");
            List<String> command = new ArrayList<>(InlineBox.command("control"));
            command.addAll(List.of("--policy", policy.toString()));
            command.addAll(folders());
            command.addAll(List.of(options));
            control = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(controlLog.toFile())
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private List<String> folders() {
        return List.of(
                "--run-dir",
                paths.runDir().toString(),
                "--state-dir",
                paths.stateDir().toString());
    }

    void killControl() {
        end(control);
    }

    private static void end(Process process) {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    void signalControl(String signal) {
        signal(control, signal);
    }

    static void signal(Process process, String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .onExit()
                    .join();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    long controlPid() {
        return control.pid();
    }

    /** What the control process that runs now has said. */
    String controlLog() {
        try {
            return Files.readString(controlLog);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** One of the commands that talk to control. */
    CommandRun command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--run-dir", paths.runDir().toString()));
        return CommandRun.of(all);
    }

    BoxStatus status() {
        try (BoxFileReader reader = BoxFileReader.open(paths.boxState())) {
            return reader.status();
        }
    }

    /** The name of the policy in force, and a word for none. */
    String policyName() {
        try {
            return status().policy().policyName();
        } catch (BoxFileException notYet) {
            return "no box";
        }
    }

    void awaitPolicy(String name) {
        Wait.until(
                "policy '" + name + "'; control said: " + controlLog(),
                () -> policyName().equals(name));
    }

    @Override
    public void close() {
        try {
            if (control != null && control.isAlive()) {
                signalControl("CONT");
                control.destroy();
                if (!control.waitFor(20, TimeUnit.SECONDS)) {
                    control.destroyForcibly();
                    throw new AssertionError("control did not end within 20 s of SIGTERM");
                }
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        } finally {
            inline.close();
        }
    }
}
