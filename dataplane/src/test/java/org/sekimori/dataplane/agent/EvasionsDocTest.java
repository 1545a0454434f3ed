package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/evasions.md to the tests there are. */
class EvasionsDocTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final List<Class<?>> TESTS =
            List.of(EvasionTest.class, FragmentEvasionTest.class, SolicitedTest.class, LimitedRuleTest.class);

    @Test
    void shouldNameTestsThatExist() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "evasions.md"));
        List<MatchResult> named = TEST.matcher(page).results().toList();
        assertThat(named).hasSizeGreaterThan(30);
        for (MatchResult name : named) {
            assertThat(TESTS)
                    .anyMatch(type -> type.getSimpleName().equals(name.group(1))
                            && Arrays.stream(type.getDeclaredMethods())
                                    .map(Method::getName)
                                    .anyMatch(name.group(2)::equals));
        }
    }

    @Test
    void shouldLeaveNoEvasionOut() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "evasions.md"));
        for (Class<?> type : List.of(EvasionTest.class, FragmentEvasionTest.class)) {
            for (Method method : type.getDeclaredMethods()) {
                boolean isTest = method.getName().startsWith("should");
                assertThat(!isTest || page.contains(method.getName()))
                        .as(method.getName())
                        .isTrue();
            }
        }
    }
}
