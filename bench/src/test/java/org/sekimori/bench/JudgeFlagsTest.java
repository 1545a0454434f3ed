package org.sekimori.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The methods that the JVM keeps out of line where frames are judged, by name: the JVM says nothing of a name that is no
 * method's, or of one it isn't told of.
 */
class JudgeFlagsTest {
    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final Path FOLDER = TOP.resolve("control/src/main/resources/org/sekimori/control/jvm");
    private static final List<String> JUDGING = List.of("box", "replay");
    private static final List<String> LAUNCHERS =
            List.of("sekimori", "images/src/deb/bin/sekimori", "bench/rig/verdict", "bench/rig/rig");
    private static final Pattern METHOD = Pattern.compile("CompileCommand=dontinline,([\\w.]+)::(\\w+)");

    @Test
    void shouldNameMethodsThatExist() throws Exception {
        for (String method : methods(arguments("box"))) {
            int end = method.indexOf("::");
            Class<?> owner = Class.forName(method.substring(0, end));
            assertThat(Stream.of(owner.getDeclaredMethods()).map(Method::getName))
                    .contains(method.substring(end + 2));
        }
    }

    @Test
    void shouldBeTheSameForEachKindOfProcessThatJudges() throws IOException {
        Set<String> expected = methods(arguments("box"));
        assertThat(expected).isNotEmpty();
        for (String kind : JUDGING) {
            assertThat(methods(arguments(kind))).as(kind).isEqualTo(expected);
        }
    }

    /** What stands in one place can't differ. */
    @Test
    void shouldStandInNoLauncher() throws IOException {
        for (String launcher : LAUNCHERS) {
            assertThat(Files.readString(TOP.resolve(launcher)))
                    .as(launcher)
                    .doesNotContain("CompileCommand=dontinline")
                    .doesNotContain("-Xmx");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sekimori", "images/src/deb/bin/sekimori"})
    void shouldReachEveryCommandThatJudges(String launcher) throws IOException {
        String text = Files.readString(TOP.resolve(launcher));
        for (String command : List.of("box", "run", "lab", "replay", "policy diff", "policy explain", "policy test")) {
            assertThat(text).as(launcher).containsPattern("'" + " ?" + command + "['* ]");
        }
        assertThat(text).as(launcher).contains("--embedded", ".args");
    }

    private static Path arguments(String kind) {
        return FOLDER.resolve(kind + ".args");
    }

    private static Set<String> methods(Path file) throws IOException {
        Set<String> methods = new TreeSet<>();
        Matcher matcher = METHOD.matcher(Files.readString(file));
        while (matcher.find()) {
            methods.add(matcher.group(1) + "::" + matcher.group(2));
        }
        return methods;
    }
}
