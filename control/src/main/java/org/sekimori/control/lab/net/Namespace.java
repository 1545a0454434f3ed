package org.sekimori.control.lab.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One network namespace: a machine of the lab. */
public final class Namespace {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final String name;

    public Namespace(String name) {
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** Makes it, with its loopback device up; {@code undo} ends what still runs in it and removes it. */
    public void create(Undo undo) {
        undo.make(() -> Command.must("ip", "netns", "add", name), this::remove);
        ip("link", "set", "lo", "up");
    }

    /** The command line that runs {@code words} in here; the process started is the program itself, no wrapper stays. */
    public List<String> command(List<String> words) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name));
        all.addAll(words);
        return all;
    }

    /** Runs a program in here to its end. */
    public Command.Result run(Duration patience, String... words) {
        return Command.run(patience, command(Arrays.asList(words)));
    }

    /** Runs a set-up step in here that must succeed. */
    public void must(String... words) {
        Command.must(command(Arrays.asList(words)));
    }

    /** {@code ip} with these words, in here. */
    public void ip(String... words) {
        List<String> all = new ArrayList<>(List.of("ip", "-n", name));
        all.addAll(Arrays.asList(words));
        Command.must(all);
    }

    /** Ends every process in here, by its id, and removes the namespace with its devices. */
    public void remove() {
        processes().forEach(ProcessHandle::destroyForcibly);
        Await.until(PATIENCE, () -> processes().isEmpty());
        Command.run(PATIENCE, List.of("ip", "netns", "delete", name));
    }

    private List<ProcessHandle> processes() {
        Command.Result pids = Command.run(PATIENCE, List.of("ip", "netns", "pids", name));
        if (!pids.isOk()) {
            return List.of();
        }
        return pids.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)).stream())
                .toList();
    }
}
