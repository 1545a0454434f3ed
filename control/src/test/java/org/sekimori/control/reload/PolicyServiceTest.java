package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.control.reload.RestartedControl.ALICE;
import static org.sekimori.control.reload.RestartedControl.by;
import static org.sekimori.control.reload.RestartedControl.named;
import static org.sekimori.control.reload.RestartedControl.newest;
import static org.sekimori.control.reload.RestartedControl.outcomes;
import static org.sekimori.control.reload.RestartedControl.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;

/** Control as it is restarted time and again, over a box that stays. */
class PolicyServiceTest {
    @TempDir
    Path folder;

    private RestartedControl control;

    @BeforeEach
    void prepare() throws IOException {
        control = new RestartedControl(folder);
    }

    @Test
    void shouldPushTheFileAtTheFirstStartAndNothingAtTheSecond() {
        PolicyService first = control.started();
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(outcomes(first)).containsExactly("office in-force");
        assertThat(newest(first).trigger()).isEqualTo(Trigger.START);

        control.started();
        assertThat(control.box.pushes()).isEqualTo(1);
        assertThat(control.box.epoch()).isEqualTo(2);
    }

    @Test
    void shouldLoadAFileThatChangedWhileControlWasDown() throws IOException {
        control.started();
        Files.writeString(control.file, named("changed"));
        PolicyService service = control.started();
        assertThat(control.box.policyName()).isEqualTo("changed");
        assertThat(outcomes(service)).containsExactly("changed in-force", "office superseded");
    }

    @Test
    void shouldSayInWhatAPolicyDiffers() {
        PolicyService service = control.started();
        PolicyOutcome outcome = service.push(
                service.pushed(
                        "x",
                        named("x")
                                + "rules:\n- {name: gate, direction: inbound, protocol: udp, destination-ports: 53}\n"),
                by(0));
        assertThat(outcome.entry().orElseThrow().differences()).singleElement().satisfies(difference -> {
            assertThat(difference.name()).isEqualTo("gate");
            assertThat(difference.kind().word()).isEqualTo("added");
        });
    }

    @Test
    void shouldRefuseABadPolicyAndChangeNothing() throws IOException {
        PolicyService service = control.started();
        PolicyOutcome outcome = push(service, "bad name!", 0);
        assertThat(outcome.kind()).isEqualTo(Kind.BAD_POLICY);
        assertThat(outcome.findings()).isNotEmpty();
        Files.writeString(control.file, "version: 1\nrulez: []\n");
        assertThat(service.reload(Trigger.FILE).kind()).isEqualTo(Kind.BAD_POLICY);
        assertThat(control.said)
                .anyMatch(line -> line.startsWith(control.file + ":2:1: error: "))
                .contains("policy not reloaded (file changed): epoch 2 stays in force");
        Files.delete(control.file);
        assertThat(service.reload(Trigger.SIGHUP).reasons())
                .containsExactly(control.file + ": error: there is no such file");
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(outcomes(service)).hasSize(1);
    }

    @Test
    void shouldRefuseWhatFailsItsOwnTests() {
        PolicyService service = control.started();
        control.tests = policy -> List.of("case-1: frame 3: expected drop");
        PolicyService strict = control.service();
        PolicyOutcome outcome = push(strict, "untested", 0);
        assertThat(outcome.kind()).isEqualTo(Kind.BAD_POLICY);
        assertThat(outcome.reasons()).containsExactly("case-1: frame 3: expected drop");
        assertThat(control.box.policyName()).isEqualTo("office");
    }

    @Test
    void shouldRefuseToReplaceAnotherPolicyThanExpected() {
        PolicyService service = control.started();
        int checksum = newest(service).policy().checksum();
        PolicyText text = service.pushed("second", named("second"));
        PushRequest request = new PushRequest(ALICE, Trigger.API, 0, OptionalInt.of(checksum));
        assertThat(service.push(text, request).kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(service.push(service.pushed("third", named("third")), request)
                        .kind())
                .isEqualTo(Kind.STALE);
        assertThat(control.box.policyName()).isEqualTo("second");
    }

    @Test
    void shouldOnlyWatchWhenToldSo() {
        control.started();
        PolicyLoader loader = new PolicyLoader(PolicyOrigin.of(control.file).watching());
        PolicyService watching = control.service(loader);
        watching.start();
        watching.look();
        assertThat(newest(watching).trigger()).isEqualTo(Trigger.START);
        assertThat(watching.rollback(OptionalLong.of(1), by(0)).reasons())
                .containsExactly("entry 1 would drop frames, and control was started to only watch");
    }

    @Test
    void shouldOnlyWatchByWhatWasInForceWhereTheFileCannotBeRead() throws IOException {
        control.started();
        Files.writeString(control.file, "rules: nonsense\n");
        PolicyService watching =
                control.service(new PolicyLoader(PolicyOrigin.of(control.file).watching()));
        assertThat(watching.start().isDone()).isFalse();
        watching.look();
        assertThat(newest(watching).trigger()).isEqualTo(Trigger.START);
        assertThat(outcomes(watching)).containsExactly("office in-force", "office superseded");
        assertThat(control.box.isMonitorOnly()).isTrue();
    }
}
