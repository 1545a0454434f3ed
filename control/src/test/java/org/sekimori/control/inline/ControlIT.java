package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.cli.ExitCode;
import org.sekimori.control.replay.CommandRun;

/** Policies from control to the box: by every trigger, on trial and back, whichever process goes and comes. */
class ControlIT {
    @TempDir
    Path folder;

    private BoxAndControl both;

    @BeforeEach
    void start() {
        both = new BoxAndControl(folder).startBox().startControl();
        both.awaitPolicy("closed");
    }

    @AfterEach
    void stop() {
        both.close();
    }

    @Test
    void shouldTakePoliciesByEveryTriggerAndRefuseBadOnesByEach() {
        assertThat(both.inline.lets5000In()).isFalse();

        CommandRun good =
                both.command("policy", "push", both.other(BoxAndControl.OPEN).toString());
        assertThat(good.err()).hasLineCount(1).contains("warning: the policy has no rules and no 'defaults'");
        assertThat(good.out()).contains("policy 'open' is in force: entry 2").contains("removed rule 'gate'");
        assertThat(both.inline.lets5000In()).isTrue();
        CommandRun bad =
                both.command("policy", "push", both.other(BoxAndControl.BAD).toString());
        assertThat(bad.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(bad.err()).contains("other.yaml:4:").contains("0x").contains("nothing has changed");
        assertThat(both.policyName()).isEqualTo("open");

        both.write(BoxAndControl.CLOSED + "# once more\n");
        both.awaitPolicy("closed");
        assertThat(both.inline.lets5000In()).isFalse();
        both.write(BoxAndControl.BAD);
        awaitControl("policy not reloaded (file changed): epoch 4 stays in force");
        assertThat(both.controlLog()).contains("office.yaml:4:");

        both.signalControl("HUP");
        awaitControl("policy not reloaded (SIGHUP): epoch 4 stays in force");
        both.write(BoxAndControl.OPEN);
        both.awaitPolicy("open");
        both.signalControl("HUP");
        awaitControl("policy reloaded (SIGHUP): 'open', 0 rules, epoch 6");
        assertThat(both.inline.lets5000In()).isTrue();
        assertThat(both.command("policy", "history")
                        .out()
                        .lines()
                        .skip(1)
                        .map(line -> line.strip().split(" +")[4]))
                .containsExactly("sighup", "file", "file", "command", "start");
    }

    @Test
    void shouldRunThePolicysOwnTestsFirst() throws IOException {
        Path test = Files.createDirectories(folder.resolve("office.tests/knock"));
        Files.copy(getClass().getResourceAsStream("/golden/cldap/input.pcap"), test.resolve("input.pcap"));
        Files.copy(getClass().getResourceAsStream("/golden/cldap/expected.csv"), test.resolve("expected.csv"));
        CommandRun run =
                both.command("policy", "push", both.other(BoxAndControl.OPEN).toString());
        assertThat(run.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run.err()).contains("office.tests/knock: input.pcap: frame").contains("found inbound pass");
        both.write(BoxAndControl.OPEN);
        awaitControl("policy not reloaded (file changed)");
        assertThat(both.policyName()).isEqualTo("closed");
    }

    @Test
    void shouldForgetAnUnconfirmedPolicyThoughControlIsDead() {
        assertThat(push(BoxAndControl.OPEN, "--confirm", "3").out()).contains("until its time is over");
        assertThat(both.inline.lets5000In()).isTrue();
        both.killControl();
        both.awaitPolicy("closed");
        assertThat(both.inline.lets5000In()).isFalse();
        both.startControl();
        awaitControl("was not confirmed: 'closed' is in force");
        assertThat(both.command("policy", "history").out()).contains("expired");
    }

    @Test
    void shouldKeepAConfirmedPolicyAndGoBack() {
        push(BoxAndControl.OPEN, "--confirm", "60");
        assertThat(both.command("policy", "confirm").status()).isEqualTo(ExitCode.OK);
        assertThat(both.command("policy", "confirm").err()).contains("no policy waits for confirmation");
        both.killBox();
        both.startBox();
        assertThat(both.policyName()).isEqualTo("open");
        assertThat(both.command("policy", "rollback").out()).contains("policy 'closed' is in force: entry 3");
        assertThat(both.inline.lets5000In()).isFalse();
        assertThat(both.command("policy", "rollback", "2").out()).contains("policy 'open' is in force: entry 4");
        assertThat(both.command("policy", "rollback", "77").status()).isEqualTo(ExitCode.BAD_INPUT);
        both.killControl();
        both.startControl();
        assertThat(both.policyName()).as("the file is as it was").isEqualTo("open");
        assertThat(both.controlLog()).doesNotContain("pushed in the place of");
    }

    @Test
    void shouldLoadAFileThatChangedWhileControlWasDown() {
        both.killControl();
        both.write(BoxAndControl.OPEN);
        both.startControl();
        both.awaitPolicy("open");
    }

    @Test
    void shouldLoseNoFrameWhateverBecomesOfControl() throws InterruptedException {
        try (SteadyFrames frames = SteadyFrames.start(both.inline)) {
            both.killControl();
            both.startControl();
            both.signalControl("STOP");
            TimeUnit.SECONDS.sleep(1);
            both.signalControl("CONT");
            push(BoxAndControl.OPEN);
            both.killControl();
            both.startControl();
            push(BoxAndControl.CLOSED);
            List<Integer> counts = frames.sentAndArrived();
            assertThat(counts.get(1)).isEqualTo(counts.get(0));
        }
        assertThat(both.controlLog()).doesNotContain("pushed in the place of");
    }

    @Test
    void shouldReportABoxStartedAloneAndPushOnlyIfItHasAnotherPolicy() throws IOException {
        long epochs = both.status().policy().epoch();
        both.killBox();
        both.startBox();
        awaitControl("the box was restarted: process ");
        assertThat(both.controlLog()).doesNotContain("pushed in the place of");
        assertThat(both.status().policy().origin()).isEqualTo("last-good");
        assertThat(both.inline.lets5000In()).isFalse();

        both.killBox();
        Files.delete(both.paths.lastGood());
        both.startBox();
        both.awaitPolicy("closed");
        awaitControl("policy 'closed' (entry 1) pushed in the place of 'shipped'");
        assertThat(both.status().policy().epoch()).isEqualTo(epochs);
    }

    @Test
    void shouldServeOnWithoutABox() {
        both.killBox();
        CommandRun run = push(BoxAndControl.OPEN);
        assertThat(run.status()).isEqualTo(ExitCode.FAULT);
        assertThat(run.err()).contains("no box answers").contains("nothing has changed");
        assertThat(both.command("policy", "history").out()).contains("closed").doesNotContain("open");
        both.write(BoxAndControl.OPEN);
        awaitControl("policy 'open' waits until the box answers");
        both.startBox();
        both.awaitPolicy("open");
    }

    @Test
    void shouldTellWhatAPolicyWouldChange() throws Exception {
        String text = BoxAndControl.OPEN.replace(
                "rules: []",
                "rules:\n  - {name: no-steady, direction: inbound, protocol: udp, destination-ports: 6000}");
        String candidate = both.other(text).toString();
        try (SteadyFrames frames = SteadyFrames.start(both.inline)) {
            CommandRun run = both.command("policy", "whatif", candidate, "--seconds", "3");
            System.out.print(run.err() + run.out());
            assertThat(run.status()).isEqualTo(ExitCode.NO);
            assertThat(run.out())
                    .containsPattern("would additionally drop [0-9,]+ frames \\(192.0.2.9: [0-9]+ by 'no-steady'\\)")
                    .contains("would stop dropping 0 frames");
            List<Integer> counts = frames.sentAndArrived();
            assertThat(counts.get(1)).as("nothing is dropped by it").isEqualTo(counts.get(0));
        }
        assertThat(both.command(
                                "policy",
                                "whatif",
                                both.other(BoxAndControl.BAD).toString())
                        .status())
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(both.command("policy", "whatif", both.policy.toString(), "--seconds", "1")
                        .status())
                .as("the policy in force itself")
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void shouldSayThatControlIsNotThere() {
        both.killControl();
        CommandRun run = both.command("policy", "history");
        assertThat(run.status()).isEqualTo(ExitCode.FAULT);
        assertThat(run.err()).contains("is 'sekimori control' running?").hasLineCount(1);
    }

    @Test
    void shouldRefuseASecondControlInTheSameFolder() {
        CommandRun second = CommandRun.of(
                "control",
                "--run-dir",
                both.paths.runDir().toString(),
                "--state-dir",
                both.paths.stateDir().toString());
        assertThat(second.status()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(second.err()).contains("control is running already: process " + both.controlPid());
    }

    private CommandRun push(String text, String... options) {
        String[] words = new String[3 + options.length];
        words[0] = "policy";
        words[1] = "push";
        words[2] = both.other(text).toString();
        System.arraycopy(options, 0, words, 3, options.length);
        return both.command(words);
    }

    private void awaitControl(String line) {
        Wait.until(line, () -> both.controlLog().contains(line));
    }
}
