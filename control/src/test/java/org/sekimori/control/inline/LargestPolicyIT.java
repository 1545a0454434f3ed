package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.policy.Verdict;

/** The largest policies that the manual promises, in the heaps that box and control are shipped with; prints time and memory. */
@Tag("slow")
class LargestPolicyIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    Path folder;

    private BoxAndControl both;

    @BeforeEach
    void start() {
        both = new BoxAndControl(folder).startBox();
    }

    @AfterEach
    void stop() {
        both.close();
    }

    @Test
    void shouldTakeTheMostRulesByFileByPushAndAtTheStart() throws IOException {
        String rules = rules("most-rules");
        takeByFile("most-rules", rules);
        takeByPush("more-rules", rules("more-rules"));
        both.killBox();
        long beganNs = System.nanoTime();
        both.startBox();
        awaitInForce("more-rules");
        print("start with last-good", beganNs);
    }

    @Test
    void shouldTakeAMillionNetworksByFileByPushAndAtTheStart() throws IOException {
        Files.createDirectories(folder.resolve("sets"));
        Files.writeString(folder.resolve("sets/most.netset"), networks());
        takeByFile("most-networks", networkPolicy("most-networks"));
        takeByPush("more-networks", networkPolicy("more-networks"));
        both.killBox();
        long beganNs = System.nanoTime();
        both.startBox();
        awaitInForce("more-networks");
        print("start with last-good", beganNs);
    }

    private void takeByFile(String name, String text) {
        both.write(text);
        long beganNs = System.nanoTime();
        both.launchControl();
        Wait.until(
                "control answers while it reads; it said: " + both.controlLog(),
                () -> both.command("policy", "history").status() == 0);
        System.out.printf("control answers after %.1f s%n", (System.nanoTime() - beganNs) / 1e9);
        awaitInForce(name);
        print(name + " by file", beganNs);
    }

    private void takeByPush(String name, String text) {
        long beganNs = System.nanoTime();
        ApiAnswer answer = new ApiClient(both.paths.apiSocket())
                .call("PUT", "/api/v1/policy", text.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(both.policyName()).isEqualTo(name);
        print(name + " by push", beganNs);
    }

    private void awaitInForce(String name) {
        Wait.until(
                PATIENCE,
                name + " is in force; control said: " + both.controlLog(),
                () -> both.policyName().equals(name));
    }

    private void print(String what, long beganNs) {
        System.out.printf(
                "%s: %.1f s; most memory so far: box %d MiB, control %d MiB%n",
                what,
                (System.nanoTime() - beganNs) / 1e9,
                mostMebibytes(both.inline.process().pid()),
                mostMebibytes(both.controlPid()));
    }

    /** The most memory the process has had resident. */
    private static long mostMebibytes(long pid) {
        try {
            String line = Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(each -> each.startsWith("VmHWM:"))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
        } catch (IOException gone) {
            throw new AssertionError("process " + pid + " has ended", gone);
        }
    }

    private static String rules(String name) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("version: 1\nname: " + name + "\nrules:\n");
        for (int i = 0; i < Verdict.MAX_RULES; i++) {
            text.append("  - {name: r").append(i).append(", direction: inbound, protocol: udp, sources: 203.");
            text.append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append(".0/24, destination-ports: ");
            text.append(1 + random.nextInt(65_535)).append("}\n");
        }
        return text.toString();
    }

    private static String networkPolicy(String name) {
        return "version: 1\nname: " + name + "\nsets: {most: {file: sets/most.netset}}\n"
                + "rules: [{name: a, direction: inbound, sources: 'set:most'}]\n";
    }

    private static String networks() {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < 1_000_000; i++) {
            list.append(11 + random.nextInt(200))
                    .append('.')
                    .append(random.nextInt(256))
                    .append('.');
            list.append(random.nextInt(256))
                    .append('.')
                    .append(random.nextInt(256))
                    .append('\n');
        }
        return list.toString();
    }
}
