package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assumptions;

/** A network namespace of a test's own, gone when it is closed. */
public final class TestNamespace implements AutoCloseable {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int CLONE_NEWNET = 0x40000000;
    private static final int O_RDONLY = 0;

    private final String name;
    private final List<Process> started = new ArrayList<>();

    private TestNamespace(String name) {
        this.name = name;
    }

    /** Makes one, with the loopback up and no IPv6 of its own accord. Skips the test where the user is not root. */
    public static TestNamespace create(String purpose) {
        Assumptions.assumeTrue(isRoot(), "needs root, to make network namespaces");
        String name = "sk-t" + ProcessHandle.current().pid() + "-" + COUNT.incrementAndGet() + "-" + purpose;
        command(List.of("ip", "netns", "add", name));
        TestNamespace namespace = new TestNamespace(name);
        namespace.exec("sysctl", "-qw", "net.ipv6.conf.default.disable_ipv6=1");
        namespace.exec("ip", "link", "set", "lo", "up");
        return namespace;
    }

    public static boolean isRoot() {
        return Integer.valueOf(0).equals(userId());
    }

    private static Integer userId() {
        try {
            return (Integer) java.nio.file.Files.getAttribute(java.nio.file.Path.of("/proc/self"), "unix:uid");
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    public String name() {
        return name;
    }

    /** Joins two namespaces by a veth pair, both ends up. */
    public static void link(TestNamespace left, String leftEnd, TestNamespace right, String rightEnd) {
        command(List.of(
                "ip",
                "link",
                "add",
                leftEnd,
                "netns",
                left.name,
                "type",
                "veth",
                "peer",
                "name",
                rightEnd,
                "netns",
                right.name));
        left.exec("ip", "link", "set", leftEnd, "up");
        right.exec("ip", "link", "set", rightEnd, "up");
    }

    /** Runs a program inside and returns what it printed; fails where it fails. */
    public String exec(String... words) {
        return command(inside(words));
    }

    /** Starts a program inside; it ends with the namespace. */
    public Process start(ProcessBuilder.Redirect output, String... words) {
        try {
            Process process = new ProcessBuilder(inside(words))
                    .redirectErrorStream(true)
                    .redirectOutput(output)
                    .start();
            started.add(process);
            return process;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** The command line that runs these words inside. */
    public List<String> inside(String... words) {
        List<String> line = new ArrayList<>(List.of("ip", "netns", "exec", name));
        line.addAll(List.of(words));
        return line;
    }

    /** The same with the mounts of the machine, which outlive the program. */
    public List<String> entered(String... words) {
        List<String> line = new ArrayList<>(List.of("nsenter", "--net=/run/netns/" + name));
        line.addAll(List.of(words));
        return line;
    }

    /** Whether an address answers within a second. */
    public boolean pings(String address) {
        Process ping = start(ProcessBuilder.Redirect.DISCARD, "ping", "-c", "1", "-W", "1", address);
        try {
            return ping.waitFor() == 0;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    /** Does something on a thread that lives inside: sockets opened there, and threads started, are inside too. */
    public <T> T call(Callable<T> action) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        enter();
                        result.complete(action.call());
                    } catch (Throwable problem) {
                        result.completeExceptionally(problem);
                    }
                },
                "in-" + name);
        thread.start();
        try {
            return result.join();
        } catch (CompletionException problem) {
            if (problem.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw problem;
        }
    }

    private void enter() {
        int descriptor = Libc.open("/run/netns/" + name, O_RDONLY);
        NativeCallException.check("open namespace", descriptor);
        NativeCallException.check("setns", Libc.setns(descriptor, CLONE_NEWNET));
        LibC.close(descriptor);
    }

    private static String command(List<String> words) {
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", words) + ": " + output);
            }
            return output;
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interruption);
        }
    }

    @Override
    public void close() {
        for (Process process : started) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException interruption) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
        command(List.of("ip", "netns", "del", name));
    }

    /** The calls only tests make. */
    private static final class Libc {
        static {
            Native.register(Libc.class, "c");
        }

        static native int open(String path, int flags);

        static native int setns(int descriptor, int type);
    }
}
