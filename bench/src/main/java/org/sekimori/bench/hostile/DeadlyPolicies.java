package org.sekimori.bench.hostile;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sekimori.policy.Verdict;

/** Texts of policies that cost whoever reads them as much as their author can think of. */
final class DeadlyPolicies {
    private static final String HEAD = "version: 1\nname: hostile\n";
    private static final int BODY_BYTES = 4 << 20;
    private static final int ALIAS_LEVELS = 30;
    private static final int MANY_RULES = 9_000;
    private static final int PORTS_EACH = 60;

    private DeadlyPolicies() {}

    /** One of each kind; none of them is put in force but the last, which is plausible. */
    static List<String> all() {
        return List.of(
                "[".repeat(BODY_BYTES),
                HEAD + "rules: " + "[".repeat(2_000) + "]".repeat(2_000),
                "{a: ".repeat(BODY_BYTES / 4),
                aliases(),
                HEAD + "rules: [" + "{name: r, direction: inbound}, ".repeat(BODY_BYTES / 31) + "]",
                HEAD + "description: \"" + "\\u202e".repeat(BODY_BYTES / 6) + "\"\nrules: []\n",
                HEAD + "x".repeat(BODY_BYTES),
                "\u0000\uffff".repeat(1 << 16),
                HEAD + "sets:\n"
                        + IntStream.range(0, 60_000)
                                .mapToObj(i -> "  s" + i + ": [10.0.0.0/8]\n")
                                .collect(Collectors.joining()),
                manyPorts());
    }

    /** A billion laughs: each level twice the one before. */
    private static String aliases() {
        StringBuilder text = new StringBuilder(HEAD).append("a0: &a0 [x, x]\n");
        for (int level = 1; level < ALIAS_LEVELS; level++) {
            text.append("a%d: &a%d [*a%d, *a%d]\n".formatted(level, level, level - 1, level - 1));
        }
        return text.toString();
    }

    /** Nine thousand rules with sixty ports each, none next to another. */
    private static String manyPorts() {
        StringBuilder text = new StringBuilder(HEAD).append("rules:\n");
        for (int rule = 0; rule < MANY_RULES; rule++) {
            int first = 1 + rule % 17_000;
            text.append("- {name: r").append(rule).append(", direction: inbound, protocol: tcp, destination-ports: [");
            for (int port = 0; port < PORTS_EACH; port++) {
                text.append(port == 0 ? "" : ",").append(first + 2 * port);
            }
            text.append("]}\n");
        }
        return text.toString();
    }

    /** As many rules as the manual promises. */
    static String mostRules(String name) {
        SplittableRandom random = new SplittableRandom(7);
        StringBuilder text = new StringBuilder("version: 1\nname: " + name + "\nrules:\n");
        for (int i = 0; i < Verdict.MAX_RULES; i++) {
            text.append("  - {name: r").append(i).append(", direction: inbound, protocol: udp, sources: 203.");
            text.append(random.nextInt(256)).append('.').append(random.nextInt(256));
            text.append(".0/24, destination-ports: ")
                    .append(1 + random.nextInt(65_535))
                    .append("}\n");
        }
        return text.toString();
    }

    /** So many rules that watch, each of which every datagram meets. */
    static String watching(int rules) {
        return HEAD + "rules:\n"
                + IntStream.range(0, rules)
                        .mapToObj(i -> "- {name: w%d, direction: inbound, protocol: udp, mode: monitor}\n".formatted(i))
                        .collect(Collectors.joining());
    }

    /** Names that nobody has had before, as long as names may be, so that whoever keeps all of them runs full. */
    static String longNames(int round) {
        return HEAD + "rules:\n"
                + IntStream.range(0, 300)
                        .mapToObj(i -> "- {name: n%d-%d-%s, direction: inbound, protocol: udp, destination-ports: %d}\n"
                                .formatted(round, i, "x".repeat(40), i + 1))
                        .collect(Collectors.joining());
    }

    /** A policy whose one set is that file. */
    static String ofFile(String file) {
        return HEAD + "sets: {a: {file: " + file + "}}\nrules: [{name: r, direction: inbound, sources: 'set:a'}]\n";
    }

    /** Names that a terminal would obey. */
    static String escapes() {
        String sequence = "\u001b]0;OWNED\u0007\u001b[31mRED\u009b2J\u202e";
        return "version: 1\nname: \"" + sequence + "\"\ndescription: \"\\e[2J" + sequence
                + "\"\nrules:\n- {name: \"\\e[31m" + sequence + "\", direction: \"" + sequence + "\"}\n";
    }
}
