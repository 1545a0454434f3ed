package org.sekimori.control.inline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.sekimori.control.process.JvmArguments;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.RawWire;
import org.sekimori.dataplane.linux.TestNamespace;

/**
 * The box as its users run it, {@code sekimori run --embedded} in a process of its own, between a WAN host and a LAN host:
 *
 * <pre>
 *   [wan] wanh0 --- wan0 [box] lan0 --- lanh0 [lan]
 * </pre>
 */
final class InlineBox implements AutoCloseable {
    final TestNamespace wan;
    final TestNamespace box;
    final TestNamespace lan;
    private Process process;
    private Path log;
    private Path output;
    private List<String> wrapper = List.of();
    private boolean sharesMounts;
    private String classPath = System.getProperty("java.class.path");

    InlineBox() {
        wan = TestNamespace.create("wan");
        box = TestNamespace.create("box");
        lan = TestNamespace.create("lan");
        TestNamespace.link(wan, "wanh0", box, "wan0");
        TestNamespace.link(lan, "lanh0", box, "lan0");
    }

    /** What is started from now on is started by this command line, which ends in that of the program. */
    InlineBox by(String... words) {
        wrapper = List.of(words);
        return this;
    }

    /** What is started from now on has the mounts of the machine, so that what it mounts outlives it. */
    InlineBox sharingMounts() {
        sharesMounts = true;
        return this;
    }

    /** What is started from now on is a copy of the program that every user may read. */
    InlineBox copiedTo(Path folder) throws IOException {
        List<String> copies = new ArrayList<>();
        for (String part : classPath.split(":")) {
            Path copy = folder.resolve(Integer.toString(copies.size()) + (part.endsWith(".jar") ? ".jar" : ""));
            copyAll(Path.of(part), copy);
            copies.add(copy.toString());
        }
        classPath = String.join(":", copies);
        return this;
    }

    private static void copyAll(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            try (Stream<Path> all = Files.walk(from)) {
                for (Path one : all.toList()) {
                    Files.copy(one, to.resolve(from.relativize(one).toString()));
                }
            }
        }
    }

    /** Starts the box with these further options, and returns when it filters. */
    InlineBox run(String... options) {
        return start(List.of("run", "--embedded"), options);
    }

    /** Starts another of this program's commands, with both interfaces and these options, and returns when it filters. */
    InlineBox start(List<String> words, String... options) {
        launch(words, "wan0", options);
        Wait.until("the box filters; it said: " + log(), () -> log().contains("filtering:") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the box ended: " + log());
        }
        return this;
    }

    /** What the box before said, if there was one. */
    private void removeFiles() throws IOException {
        if (log != null) {
            Files.deleteIfExists(log);
            Files.deleteIfExists(output);
        }
    }

    /** Starts another of this program's commands, with {@code lan0} and that WAN interface, and doesn't wait for anything. */
    void launch(List<String> words, String wanName, String... options) {
        try {
            removeFiles();
            log = Files.createTempFile("sekimori-", ".log");
            output = Files.createTempFile("sekimori-", ".out");
            List<String> command = new ArrayList<>(wrapper);
            List<String> program = command(words.toArray(String[]::new));
            program.set(program.indexOf("-cp") + 1, classPath);
            command.addAll(program);
            command.addAll(List.of("--wan", wanName, "--lan", "lan0"));
            command.addAll(List.of(options));
            String[] line = command.toArray(String[]::new);
            process = new ProcessBuilder(sharesMounts ? box.entered(line) : box.inside(line))
                    .redirectError(log.toFile())
                    .redirectOutput(output.toFile())
                    .start();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The command line of this build's program, with the JVM options it is shipped with. */
    static List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmArguments.of(kindOf(words)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.sekimori.control.Main"));
        command.addAll(List.of(words));
        return command;
    }

    private static String kindOf(String... words) {
        List<String> all = List.of(words);
        if (all.contains("--embedded") || all.get(0).equals("box")) {
            return "box";
        }
        return all.get(0).equals("control") ? "control" : "tool";
    }

    /** What the box has said so far. */
    String log() {
        return read(log);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    Process process() {
        return process;
    }

    /** Puts frames on the WAN line, one after the other. */
    void sendFromWan(List<byte[]> frames) {
        send(wan, "wanh0", frames);
    }

    /** Puts frames on the LAN line, one after the other. */
    void sendFromLan(List<byte[]> frames) {
        send(lan, "lanh0", frames);
    }

    /** Whether a datagram to UDP port 5000 gets from WAN to LAN; one to port 5001 behind it always does. */
    boolean lets5000In() {
        byte[] gated = datagram(5000);
        byte[] after = datagram(5001);
        try (FrameCapture atLan = FrameCapture.start(lan, "lanh0")) {
            sendFromWan(List.of(gated, after));
            atLan.await(1, frame -> Arrays.equals(frame, after));
            return atLan.frames().stream().anyMatch(frame -> Arrays.equals(frame, gated));
        }
    }

    private static byte[] datagram(int port) {
        return FrameBuilder.frame()
                .ipv4("198.51.100.7", "192.0.2.9")
                .udp(4000, port)
                .payload("knock")
                .bytes();
    }

    private static void send(TestNamespace host, String interfaceName, List<byte[]> frames) {
        host.call(() -> {
            try (RawWire wire = RawWire.open(interfaceName)) {
                frames.forEach(wire::send);
            }
            return null;
        });
    }

    /** Ends the box as SIGTERM does, and returns what it printed to its standard output. */
    String stop() {
        try {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the box did not end within 20 s of SIGTERM");
            }
            return read(output);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @Override
    public void close() {
        try {
            if (process != null && process.isAlive()) {
                stop();
            }
            removeFiles();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } finally {
            lan.close();
            box.close();
            wan.close();
        }
    }
}
