package org.sekimori.control.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sekimori.control.reload.RestartedControl.ALICE;
import static org.sekimori.control.reload.RestartedControl.by;
import static org.sekimori.control.reload.RestartedControl.named;
import static org.sekimori.control.reload.RestartedControl.newest;
import static org.sekimori.control.reload.RestartedControl.push;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;

/** Policies of the history that somebody goes back to. */
class PolicyRollbackTest {
    @TempDir
    Path folder;

    private RestartedControl control;

    @BeforeEach
    void prepare() throws IOException {
        control = new RestartedControl(folder);
    }

    @Test
    void shouldNotUndoARollbackByARestart() throws IOException {
        PolicyService service = control.started();
        Files.writeString(control.file, named("changed"));
        service.reload(Trigger.FILE);
        assertThat(service.rollback(OptionalLong.empty(), by(0)).kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(control.box.policyName()).isEqualTo("office");

        PolicyService again = control.started();
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(control.box.pushes()).isEqualTo(3);
        again.reload(Trigger.SIGHUP);
        assertThat(control.box.policyName()).as("asked for").isEqualTo("changed");
    }

    @Test
    void shouldGoBackToAnyEntry() {
        PolicyService service = control.started();
        push(service, "second", 0);
        push(service, "third", 0);
        PolicyOutcome outcome = service.rollback(OptionalLong.of(1), by(0));
        assertThat(outcome.kind()).isEqualTo(Kind.IN_FORCE);
        assertThat(control.box.policyName()).isEqualTo("office");
        assertThat(newest(service).source()).isEqualTo("entry 1, " + control.file);
        assertThat(newest(service).author()).isEqualTo(ALICE);
        assertThat(service.rollback(OptionalLong.of(9), by(0)).reasons()).containsExactly("the history has no entry 9");
    }

    @Test
    @Timeout(60)
    void shouldGoBackAtOnceWhileAPolicyIsRead() throws InterruptedException {
        CountDownLatch testing = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        control.tests = policy -> {
            if (policy.name().equals("heavy")) {
                testing.countDown();
                awaitQuietly(released);
            }
            return List.of();
        };
        PolicyService service = control.started();
        push(service, "second", 0);
        Thread checking = new Thread(() -> service.validate(service.pushed("heavy.yaml", named("heavy"))));
        checking.start();
        testing.await();
        try {
            assertThat(service.rollback(OptionalLong.empty(), by(0)).kind()).isEqualTo(Kind.IN_FORCE);
            assertThat(control.box.policyName()).isEqualTo("office");
        } finally {
            released.countDown();
            checking.join();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
