package org.sekimori.control.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.net.Namespace;
import org.sekimori.control.lab.server.DnsServer;

/** Asks names by dig. */
final class Resolver {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** More than fits one frame, so that it comes in fragments. */
    private static final int LARGE_ANSWER_BYTES = 3_000;

    private static final String SIZE_LINE = ";; MSG SIZE  rcvd: ";

    private final Namespace client;
    private final CheckReport report;

    Resolver(Namespace client, CheckReport report) {
        this.client = client;
        this.report = report;
    }

    /** Does the name resolve? Says nothing. */
    boolean resolves(String... words) {
        return lookUp(words).equals(Addresses.SERVER);
    }

    void expectAddress(String what, String... words) {
        String got = lookUp(words);
        report.check(what, Addresses.SERVER, got.isEmpty() ? "nothing" : got, got.equals(Addresses.SERVER));
    }

    /** One large UDP answer; dig would take TCP for ANY by itself. */
    void expectLarge(String what, String server) {
        String text = dig(server, "+notcp", "+ignore", "+bufsize=4096", DnsServer.ZONE, "TXT");
        int size = text.lines()
                .filter(line -> line.startsWith(SIZE_LINE))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(SIZE_LINE.length()).strip()))
                .findFirst()
                .orElse(0);
        report.check(
                what,
                "more than " + LARGE_ANSWER_BYTES + " bytes",
                size == 0 ? "nothing" : size + " bytes",
                size > LARGE_ANSWER_BYTES);
    }

    private String lookUp(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("+short");
        all.add(DnsServer.NAME);
        String text = dig(all.toArray(String[]::new)).strip();
        return text.lines().findFirst().orElse("");
    }

    private String dig(String... words) {
        List<String> all = new ArrayList<>(List.of("dig", "+tries=2", "+timeout=2"));
        all.addAll(List.of(words));
        return client.run(PATIENCE, all.toArray(String[]::new)).text();
    }
}
