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

/** The methods that the launchers keep out of line, by name: the JVM says nothing of a name that is no method's. */
class JudgeFlagsTest {
    private static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final List<String> LAUNCHERS =
            List.of("sekimori", "images/src/deb/bin/sekimori", "bench/rig/verdict");
    private static final Pattern METHOD = Pattern.compile("CompileCommand=dontinline,([\\w.]+)::(\\w+)");

    @Test
    void shouldNameMethodsThatExist() throws Exception {
        for (String method : methods(LAUNCHERS.get(0))) {
            int end = method.indexOf("::");
            Class<?> owner = Class.forName(method.substring(0, end));
            assertThat(Stream.of(owner.getDeclaredMethods()).map(Method::getName))
                    .contains(method.substring(end + 2));
        }
    }

    @Test
    void shouldBeTheSameInEachLauncher() throws IOException {
        Set<String> expected = methods(LAUNCHERS.get(0));
        assertThat(expected).isNotEmpty();
        for (String launcher : LAUNCHERS) {
            assertThat(methods(launcher)).as(launcher).isEqualTo(expected);
        }
    }

    private static Set<String> methods(String launcher) throws IOException {
        Set<String> methods = new TreeSet<>();
        Matcher matcher = METHOD.matcher(Files.readString(TOP.resolve(launcher)));
        while (matcher.find()) {
            methods.add(matcher.group(1) + "::" + matcher.group(2));
        }
        return methods;
    }
}
