package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.control.lab.server.DnsServer;

/** The site's people ask the internet's name server, by dig, once and without a second try. */
final class DigClient {
    private static final String SIZE_LINE = ";; MSG SIZE  rcvd: ";

    private final LineLab lab;

    DigClient(LineLab lab) {
        this.lab = lab;
    }

    void expectAddress(String server, String... words) {
        List<String> all = new ArrayList<>(List.of("@" + server, "+short", DnsServer.NAME));
        all.addAll(List.of(words));
        assertThat(dig(all)).as("dig %s", all).isEqualToIgnoringNewLines(Addresses.SERVER);
    }

    /** Asks by UDP alone for an answer of several frames; returns its size. */
    int askForLargeAnswer(String server) {
        String text = dig(List.of("@" + server, "+notcp", "+ignore", "+bufsize=4096", DnsServer.ZONE, "TXT"));
        return text.lines()
                .filter(line -> line.startsWith(SIZE_LINE))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(SIZE_LINE.length()).strip()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no answer: " + text));
    }

    private String dig(List<String> words) {
        List<String> all = new ArrayList<>(List.of("dig", "+tries=1", "+timeout=5"));
        all.addAll(words);
        return lab.onSite(all.toArray(String[]::new)).text();
    }
}
