package org.sekimori.dataplane.pcap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs a program to its end and keeps what it said. */
record ChildProcess(int status, String output) {
    private static final int TIMEOUT_SECONDS = 60;

    static ChildProcess run(String... command) {
        return run(List.of(command));
    }

    static ChildProcess run(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            return new ChildProcess(process.exitValue(), withoutLoggerNotes(output));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** slf4j says on standard error that tests have no logger. */
    private static String withoutLoggerNotes(String output) {
        return output.lines().filter(line -> !line.startsWith("SLF4J")).collect(Collectors.joining("\n"));
    }

    /** The command line of a JVM that runs that class of this test's class path. */
    static List<String> jvm(Class<?> main, String... options) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.addAll(List.of("--add-opens", "java.base/jdk.internal.misc=ALL-UNNAMED"));
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }
}
