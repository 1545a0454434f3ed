package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.control.reload.RestartedControl.ALICE;
import static org.sekimori.control.reload.RestartedControl.by;
import static org.sekimori.control.reload.RestartedControl.newest;
import static org.sekimori.control.reload.RestartedControl.outcomes;
import static org.sekimori.control.reload.RestartedControl.push;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.reload.PolicyOutcome.Kind;

/** Policies that return unless somebody confirms them. */
class PolicyTrialTest {
    @TempDir
    Path folder;

    private RestartedControl control;

    @BeforeEach
    void prepare() throws IOException {
        control = new RestartedControl(folder);
    }

    @Test
    void shouldKeepWhatIsConfirmed() {
        PolicyService service = control.started();
        assertThat(push(service, "tried", 60).kind()).isEqualTo(Kind.UNCONFIRMED);
        service.look();
        assertThat(outcomes(service)).containsExactly("tried unconfirmed", "office in-force");
        assertThat(service.confirm(ALICE).kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(outcomes(service)).containsExactly("tried in-force", "office superseded");
        assertThat(service.confirm(ALICE).kind()).isEqualTo(Kind.CONFLICT);
        control.box.restart();
        assertThat(control.box.policyName()).isEqualTo("tried");
    }

    @Tag("long")
    @Test
    void shouldLearnFromTheBoxThatNobodyConfirmed() throws InterruptedException {
        PolicyService service = control.started();
        push(service, "tried", 1);
        control.box.expire();
        service.look();
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(outcomes(service)).containsExactly("tried expired", "office in-force");
        assertThat(control.said)
                .anyMatch(line -> line.startsWith("policy 'tried' (entry 2) was not confirmed: 'office'"));
        assertThat(control.box.pushes()).as("the box did it").isEqualTo(2);
    }

    @Tag("long")
    @Test
    void shouldLearnAfterARestartThatNobodyConfirmed() throws InterruptedException {
        push(control.started(), "tried", 1);
        control.box.expire();
        assertThat(outcomes(control.started())).containsExactly("tried expired", "office in-force");
    }

    @Test
    void shouldKeepAPolicyOnTrialOverARestart() {
        push(control.started(), "tried", 60);
        PolicyService again = control.started();
        assertThat(outcomes(again)).containsExactly("tried unconfirmed", "office in-force");
        assertThat(control.box.policyName()).isEqualTo("tried");
        assertThat(again.confirm(ALICE).kind()).isEqualTo(Kind.IN_FORCE);
    }

    @Test
    void shouldTakeATrialBack() {
        PolicyService service = control.started();
        push(service, "tried", 60);
        assertThat(service.rollback(OptionalLong.empty(), by(0)).kind()).isEqualTo(Kind.IN_FORCE);
        service.look();
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(outcomes(service)).containsExactly("tried replaced", "office in-force");
        assertThat(newest(service).remark()).isEqualTo("taken back by alice");
    }

    @Test
    void shouldEndATrialByAnotherPolicy() {
        PolicyService service = control.started();
        push(service, "tried", 60);
        push(service, "other", 0);
        service.look();
        assertThat(outcomes(service)).containsExactly("other in-force", "tried replaced", "office superseded");
        assertThat(control.box.policyName()).isEqualTo("other");
    }
}
