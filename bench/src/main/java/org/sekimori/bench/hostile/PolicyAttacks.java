package org.sekimori.bench.hostile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.sekimori.bench.hostile.Attack.Plan;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;

/** By a member of the group, over the Unix socket, and by whoever writes the policy file: texts of policies. */
final class PolicyAttacks {
    private static final String PUSH = "/api/v1/policy";
    private static final String VALIDATE = "/api/v1/policy/validate";
    private static final String WHAT_IF = "/api/v1/policy/whatif?seconds=60";
    private static final int COSTLY_RULES = 2_000;
    private static final long REMADE_MS = 1_000;
    private static final AtomicInteger ROUND = new AtomicInteger();

    private static final List<String> FILES = List.of(
            "/etc/shadow",
            "/etc/passwd",
            "../../../../../../etc/passwd",
            "policy.yaml",
            "sets",
            "sets/.",
            "sets/../policy.yaml",
            "sets/pipe",
            "sets/zero",
            "sets/outside",
            "sets/missing",
            "sets/key.pem",
            "\"sets/\\0key\"");

    private PolicyAttacks() {}

    static Map<String, Plan> plans() {
        return Map.of(
                "largest-policy", new Plan(1, 0, (target, tally) -> send(target, tally, "PUT", PUSH, largest())),
                "deadly-bodies", new Plan(4, 0, (target, tally) -> send(target, tally, "POST", VALIDATE, deadly())),
                "deadly-files", new Plan(1, REMADE_MS, PolicyAttacks::writeFile),
                "costly-whatif",
                        new Plan(
                                1,
                                500,
                                (target, tally) ->
                                        send(target, tally, "POST", WHAT_IF, DeadlyPolicies.watching(COSTLY_RULES))),
                "long-names",
                        new Plan(
                                2,
                                0,
                                (target, tally) -> send(
                                        target, tally, "PUT", PUSH, DeadlyPolicies.longNames(ROUND.incrementAndGet()))),
                "set-files", new Plan(2, 5, PolicyAttacks::nameFiles),
                "escapes", new Plan(2, 20, PolicyAttacks::sayEscapes));
    }

    private static String largest() {
        return DeadlyPolicies.mostRules("most-" + ROUND.incrementAndGet());
    }

    private static String deadly() {
        List<String> all = Bodies.ALL;
        return all.get(ThreadLocalRandom.current().nextInt(all.size()));
    }

    private static ApiAnswer send(Target target, Tally tally, String method, String path, String text) {
        ApiAnswer answer =
                new ApiClient(target.paths().apiSocket()).call(method, path, text.getBytes(StandardCharsets.UTF_8));
        tally.count(method + " " + answer.status());
        return answer;
    }

    /** As an editor does, each time with something else that can't be read, or takes long to. */
    private static void writeFile(Target target, Tally tally) throws IOException {
        Path fresh = Files.writeString(target.policy().resolveSibling("fresh.yaml"), deadly());
        Files.move(fresh, target.policy(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        tally.count("file written");
    }

    /** Findings must not quote what a file holds that the box's user can read and the asker can't (S8). */
    private static void nameFiles(Target target, Tally tally) {
        for (String file : FILES) {
            ApiAnswer answer = send(target, tally, "POST", VALIDATE, DeadlyPolicies.ofFile(file));
            if (answer.text().contains("root:") || answer.text().contains("MC4CAQ")) {
                tally.hole(file + " was quoted");
            }
            if (answer.text().contains("\"usable\":true")) {
                tally.count("taken: " + file);
            }
        }
    }

    private static void sayEscapes(Target target, Tally tally) {
        ApiAnswer answer =
                send(target, tally, "PUT", PUSH + "?source=%1b%5b31mX%0aFAKE%20line", DeadlyPolicies.escapes());
        if (answer.text().chars().anyMatch(c -> c < ' ' && c != '\n')) {
            tally.hole("an answer holds control characters");
        }
    }

    /** Made once, when first asked for. */
    private static final class Bodies {
        static final List<String> ALL = DeadlyPolicies.all();
    }
}
