package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.control.reload.RestartedControl.named;
import static org.sekimori.control.reload.RestartedControl.outcomes;
import static org.sekimori.control.reload.RestartedControl.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;

/** A box that is started anew, waits for its policy, or doesn't answer. */
class BoxCareTest {
    @TempDir
    Path folder;

    private RestartedControl control;

    @BeforeEach
    void prepare() throws IOException {
        control = new RestartedControl(folder);
    }

    @Test
    void shouldReportABoxStartedAnewAndPushOnlyIfItHasAnotherPolicy() throws IOException {
        PolicyService service = control.started();
        control.box.restart();
        service.look();
        assertThat(control.said)
                .last()
                .asString()
                .startsWith("the box was restarted: process 42, policy 'office' (last-good)");
        assertThat(control.box.pushes()).isEqualTo(1);

        Files.delete(folder.resolve("last-good.image"));
        control.box.restart();
        service.look();
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(control.box.pushes()).isEqualTo(2);
        assertThat(control.said)
                .last()
                .asString()
                .startsWith("policy 'office' (entry 1) pushed in the place of 'shipped'");
    }

    @Test
    void shouldNameThePolicyToABoxThatWaitsThoughItHasKeptTheSame() {
        PolicyService service = control.started();
        control.box.restartAwaiting();
        assertThat(control.box.sight().orElseThrow().isAwaiting()).isTrue();
        service.look();
        assertThat(control.box.sight().orElseThrow().isAwaiting()).isFalse();
        assertThat(control.box.policyName()).isEqualTo("office");
        int pushes = control.box.pushes();
        service.look();
        assertThat(control.box.pushes()).isEqualTo(pushes);
    }

    @Test
    void shouldLetAFileWaitForTheBoxButNotARequest() throws IOException {
        PolicyService service = control.started();
        control.box.reachable(false);
        assertThat(push(service, "asked", 0).kind()).isEqualTo(Kind.UNREACHABLE);
        Files.writeString(control.file, named("changed"));
        assertThat(service.reload(Trigger.FILE).kind()).isEqualTo(Kind.WAITING);
        assertThat(outcomes(service)).containsExactly("changed pushing", "office in-force");
        control.said.clear();
        service.look();
        service.look();
        assertThat(control.said).as("said once").hasSize(1);
        assertThat(service.validate(service.pushed("y", named("y"))).isUsable()).isTrue();
        control.box.reachable(true);
        service.look();
        assertThat(control.box.policyName()).isEqualTo("changed");
        assertThat(outcomes(service)).containsExactly("changed in-force", "office superseded");
    }

    @Test
    void shouldPushAfterARestartWhatWaited() throws IOException {
        PolicyService service = control.started();
        control.box.reachable(false);
        Files.writeString(control.file, named("changed"));
        service.reload(Trigger.FILE);
        control.box.reachable(true);
        PolicyService again = control.started();
        assertThat(control.box.policyName()).isEqualTo("changed");
        assertThat(outcomes(again)).containsExactly("changed in-force", "office superseded");
    }
}
