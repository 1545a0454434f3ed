package org.sekimori.control.process;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this same program once more, with the same Java, flags and classes. */
public final class SelfCommand {
    /** Option of a process that is to end when whoever started it does: the other end of its standard input is then gone. */
    public static final String END_WITH_STDIN = "--end-with-stdin";

    private static final String MAIN_CLASS = "org.sekimori.control.Main";

    /** Flags of a debugger or a coverage agent are this process's own. */
    private static final List<String> NOT_INHERITED = List.of("-agentlib:", "-agentpath:", "-javaagent:", "-Xrunjdwp");

    private SelfCommand() {}

    /** {@code sekimori} with these arguments. */
    public static List<String> of(String... arguments) {
        return with(List.of(), arguments);
    }

    /** {@code sekimori} with these arguments, as a small process that is up soon. */
    public static List<String> small(String... arguments) {
        return with(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms8m", "-Xmx64m"), arguments);
    }

    /** {@code sekimori} with these arguments, in a JVM with these flags besides, which win over this one's. */
    public static List<String> with(List<String> flags, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> NOT_INHERITED.stream().noneMatch(flag::startsWith))
                .forEach(words::add);
        words.addAll(flags);
        words.add("-cp");
        words.add(System.getProperty("java.class.path"));
        words.add(MAIN_CLASS);
        words.addAll(List.of(arguments));
        return words;
    }
}
