package org.sekimori.control.lab.net;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that keeps running in a namespace until it is stopped; what it prints goes to a log file, so that it outlives the lab if kept. */
public final class ProgramProcess {
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final String title;
    private final Path log;
    private Process process;

    public ProgramProcess(String title, Path log) {
        this.title = title;
        this.log = log;
    }

    /** Starts it, with output and errors in the log. */
    public void start(Undo undo, Namespace namespace, List<String> words) {
        ProcessBuilder builder =
                builder(namespace, words).redirectErrorStream(true).redirectOutput(log.toFile());
        start(undo, builder);
    }

    /** What starts {@code words} in a namespace; for a caller that sends the output elsewhere. */
    public static ProcessBuilder builder(Namespace namespace, List<String> words) {
        return SearchPath.builder(namespace.command(words));
    }

    /** Starts it as {@code builder} says. */
    public void start(Undo undo, ProcessBuilder builder) {
        undo.make(() -> process = builder.start(), this::stop);
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    public Process process() {
        return process;
    }

    public Path log() {
        return log;
    }

    /** Has its log this word by now? */
    public boolean hasLogged(String word) {
        return Workspace.read(log).contains(word);
    }

    /** Ends it: asks first, then insists. Returns its exit status, or -1 when it had to be killed or never ran. */
    public int stop() throws InterruptedException {
        if (process == null) {
            return -1;
        }
        process.destroy();
        if (process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
            return process.exitValue();
        }
        process.destroyForcibly().waitFor();
        return -1;
    }

    /** Sends it a signal by the name {@code kill} knows. */
    public void signal(String name) {
        Command.must("kill", "-s", name, Long.toString(pid()));
    }

    /** The end of its log, for a message about why it isn't up. */
    public String lastWords() {
        List<String> lines =
                Workspace.read(log).lines().filter(line -> !line.isBlank()).toList();
        return title + ": "
                + (lines.isEmpty()
                        ? "it printed nothing"
                        : lines.get(lines.size() - 1).strip());
    }

    @Override
    public String toString() {
        return title;
    }
}
