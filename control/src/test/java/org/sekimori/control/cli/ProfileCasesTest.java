package org.sekimori.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.control.replay.CommandRun;
import org.sekimori.policy.profile.Profile;

/** The policy tests of every profile, through the command that users run them by. */
class ProfileCasesTest {
    @ParameterizedTest
    @EnumSource
    void shouldJudgeAsExpected(Profile profile) throws URISyntaxException {
        Path cases = Path.of(ProfileCasesTest.class
                .getResource("/profiles/" + profile.word())
                .toURI());
        CommandRun run = CommandRun.of("policy", "test", cases.toString());
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).endsWith("all as expected\n").hasLineCount(1);
        assertThat(run.status()).isEqualTo(ExitCode.OK);
    }
}
