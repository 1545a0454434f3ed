package org.sekimori.control.lab.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end. */
public final class Command {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int STATUS_TIMED_OUT = 124;

    /** How a program ended and what it printed, standard error included. */
    public record Result(int status, String text) {
        public boolean isOk() {
            return status == 0;
        }
    }

    private Command() {}

    /** Runs a set-up step that must succeed. */
    public static void must(String... words) {
        must(List.of(words));
    }

    /** Runs a set-up step that must succeed. */
    public static void must(List<String> words) {
        Result result = run(PATIENCE, words);
        if (!result.isOk()) {
            throw new LabFaultException("'" + String.join(" ", words) + "' ended with status " + result.status() + ": "
                    + firstLine(result));
        }
    }

    /** Runs a program that may fail; after {@code patience} it is ended, and the status is 124. */
    public static Result run(Duration patience, List<String> words) {
        try {
            Process process =
                    SearchPath.builder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> text = CompletableFuture.supplyAsync(() -> readAll(process));
            boolean ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            return new Result(ended ? process.exitValue() : STATUS_TIMED_OUT, text.join());
        } catch (IOException problem) {
            throw new LabFaultException("'" + words.get(0) + "' can't be started: " + problem.getMessage(), problem);
        } catch (InterruptedException problem) {
            Thread.currentThread().interrupt();
            throw new LabFaultException("interrupted", problem);
        }
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    private static String firstLine(Result result) {
        return result.text().lines().findFirst().orElse("no message");
    }
}
