package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.client.JsonBody;
import org.sekimori.control.replay.CommandRun;

/** Reload after reload, and either process killed in the middle of one. */
class ReloadEnduranceIT {
    private static final long SEED = 20260301;
    private static final int LONGEST_DELAY_MS = 250;
    private static final long ROOM_BYTES = 3 << 20;

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
    void shouldReloadManyTimesInFlatMemory() throws Exception {
        reload(40, 40);
    }

    @Test
    @Tag("slow")
    void shouldReloadAThousandTimesInFlatMemory() throws Exception {
        reload(200, 800);
    }

    private void reload(int before, int after) throws Exception {
        try (SteadyFrames frames = SteadyFrames.start(both.inline)) {
            alternate(before);
            long control = liveBytes(both.controlPid());
            long box = liveBytes(both.inline.process().pid());
            long beganNs = System.nanoTime();
            alternate(after);
            double ms = (System.nanoTime() - beganNs) / 1e6 / after;
            long controlAfter = liveBytes(both.controlPid());
            long boxAfter = liveBytes(both.inline.process().pid());
            System.out.printf(
                    "%d reloads, %.1f ms each; live bytes of control %d -> %d, of box %d -> %d%n",
                    before + after, ms, control, controlAfter, box, boxAfter);
            var counts = frames.sentAndArrived();
            assertThat(counts.get(1)).isEqualTo(counts.get(0));
            assertThat(controlAfter).isLessThan(control + ROOM_BYTES);
            assertThat(boxAfter).isLessThan(box + ROOM_BYTES);
        }
        assertThat(both.status().policy().epoch()).isEqualTo(2L + before + after);
        assertThat(both.command("policy", "history").out().lines().count()).isLessThanOrEqualTo(101);
    }

    /** Opposite policies, one after the other; each is in force when the answer comes. */
    private void alternate(int times) {
        ApiClient api = new ApiClient(both.paths.apiSocket());
        for (int i = 0; i < times; i++) {
            String text = i % 2 == 0 ? BoxAndControl.OPEN : BoxAndControl.CLOSED;
            ApiAnswer answer = api.call("PUT", "/api/v1/policy", text.getBytes(StandardCharsets.UTF_8));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            JsonBody body = JsonBody.of(answer);
            assertThat(both.status().policy().epoch()).isEqualTo(body.number("epoch"));
            assertThat(both.policyName()).isEqualTo(i % 2 == 0 ? "open" : "closed");
        }
    }

    /** What is left after a full collection. */
    private static long liveBytes(long pid) throws Exception {
        Process jcmd = new ProcessBuilder("jcmd", Long.toString(pid), "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String total = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.strip().split("\\s+")[2]);
    }

    @Test
    void shouldComeUpWholeWhereverEitherProcessIsKilled() throws InterruptedException {
        killAtRandom(6);
    }

    @Test
    @Tag("slow")
    void shouldComeUpWholeAfterFiftyKills() throws InterruptedException {
        killAtRandom(50);
    }

    private void killAtRandom(int times) throws InterruptedException {
        Random random = new Random(SEED);
        for (int i = 0; i < times; i++) {
            String wanted = both.policyName().equals("open") ? "closed" : "open";
            String text = wanted.equals("open") ? BoxAndControl.OPEN : BoxAndControl.CLOSED;
            Path file = both.other(text);
            CommandRun[] run = new CommandRun[1];
            Thread push = new Thread(() -> run[0] = both.command("policy", "push", file.toString()), "push");
            push.start();
            int delayMs = random.nextInt(LONGEST_DELAY_MS);
            boolean killsBox = random.nextBoolean();
            TimeUnit.MILLISECONDS.sleep(delayMs);
            if (killsBox) {
                both.killBox();
                push.join();
                both.startBox();
            } else {
                both.killControl();
                push.join();
                both.startControl();
            }
            assertWhole(i, wanted, run[0]);
            System.out.printf(
                    "kill %d: %s after %d ms; the push ended with %d, in force: '%s'%n",
                    i, killsBox ? "box" : "control", delayMs, run[0].status(), both.policyName());
        }
    }

    /** What was promised holds; what wasn't is one or the other, and the same for control, box and frames. */
    private void assertWhole(int kill, String wanted, CommandRun run) {
        Wait.until("box and control agree after kill " + kill + "; control said: " + both.controlLog(), this::agree);
        String name = both.policyName();
        assertThat(name).isIn("open", "closed");
        if (run.status() == 0) {
            assertThat(name).as("promised before kill " + kill).isEqualTo(wanted);
        }
        assertThat(both.inline.lets5000In()).as("kill " + kill).isEqualTo(name.equals("open"));
    }

    private boolean agree() {
        ApiAnswer answer = new ApiClient(both.paths.apiSocket()).get("/api/v1/policy");
        JsonBody policy = JsonBody.of(answer).object("policy");
        return policy.text("outcome").equals("in-force")
                && policy.text("name").equals(both.policyName())
                && policy.text("checksum")
                        .equals(String.format("%08x", both.status().policy().checksum()));
    }
}
