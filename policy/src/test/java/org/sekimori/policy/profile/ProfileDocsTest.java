package org.sekimori.policy.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Action;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.Rule;

/** The table of rules in the manual is what the profiles say. */
class ProfileDocsTest {
    private static final Path DOCS = Path.of("..", "docs", "profiles.md");

    @Test
    void shouldShowEveryRuleOfEveryProfile() throws IOException {
        assertThat(Files.readString(DOCS)).contains(table());
    }

    @Test
    void shouldSayForWhomEachIs() throws IOException {
        for (Profile profile : Profile.values()) {
            assertThat(Files.readString(DOCS)).contains("| `" + profile.word() + "` | ");
        }
    }

    private static String table() {
        Set<String> names = new LinkedHashSet<>();
        for (Profile profile : Profile.values()) {
            profile.policy().rules().forEach(rule -> names.add(rule.name()));
        }
        StringBuilder table = new StringBuilder("| rule |");
        StringBuilder line = new StringBuilder("|---|");
        for (Profile profile : Profile.values()) {
            table.append(" `").append(profile.word()).append("` |");
            line.append("---|");
        }
        table.append('\n').append(line).append('\n');
        for (String name : names) {
            table.append("| `").append(name).append("` |");
            for (Profile profile : Profile.values()) {
                table.append(' ').append(cell(profile.policy(), name)).append(" |");
            }
            table.append('\n');
        }
        table.append("| default inbound |");
        for (Profile profile : Profile.values()) {
            table.append(' ')
                    .append(profile.policy().defaults().inbound().word())
                    .append(" |");
        }
        table.append("\n| orphans inbound |");
        for (Profile profile : Profile.values()) {
            table.append(' ')
                    .append(profile.policy().orphans().inbound().word())
                    .append(" |");
        }
        return table.append('\n').toString();
    }

    private static String cell(Policy policy, String name) {
        Optional<Rule> found =
                policy.rules().stream().filter(rule -> rule.name().equals(name)).findFirst();
        if (found.isEmpty()) {
            return "";
        }
        Rule rule = found.get();
        String action = rule.mode() == Mode.MONITOR ? "count" : rule.action().word();
        assertThat(rule.action() == Action.PASS && rule.mode() == Mode.MONITOR).isFalse();
        return rule.traffic().match() == Match.ALL
                ? action
                : action + " " + rule.traffic().match().word();
    }
}
