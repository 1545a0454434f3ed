package org.sekimori.policy.sets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.Cidr;

@Tag("long")
class NetworkScannerTest {
    private static final long SEED = 4_711;
    private static final List<String> SEEDS = List.of(
            "192.0.2.0/24",
            "10.0.0.1",
            "255.255.255.255/32",
            "0.0.0.0/0",
            "2001:db8::/32",
            "::",
            "::1",
            "::/0",
            "1:2:3:4:5:6:7:8/128",
            "1::8",
            "1:2:3:4:5:6:7::",
            "::2:3:4:5:6:7:8",
            "64:ff9b::192.0.2.33",
            "1:2:3:4:5:6:192.0.2.1",
            "fe80::ABCD/64");

    private final NetworkScanner scanner = new NetworkScanner();

    /** The strict reader is the judge: both take the same texts and find the same address in them. */
    @Test
    void shouldAgreeWithTheStrictReader() {
        SplittableRandom random = new SplittableRandom(SEED);
        String letters = "0123456789abcdfFgx.:/ -";
        int taken = 0;
        for (int i = 0; i < 200_000; i++) {
            StringBuilder text = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
            for (int change = random.nextInt(3); change > 0 && text.length() > 0; change--) {
                int at = random.nextInt(text.length());
                char letter = letters.charAt(random.nextInt(letters.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, letter);
                    case 1 -> text.insert(at, letter);
                    default -> text.deleteCharAt(at);
                }
            }
            taken += agrees(text.toString()) ? 1 : 0;
        }
        assertThat(taken).isBetween(40_000, 160_000);
    }

    private boolean agrees(String text) {
        byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);
        boolean scanned = scanner.scan(bytes, 1, bytes.length - 1);
        try {
            Cidr network = Cidr.parse(text);
            assertThat(scanned).as(text).isTrue();
            assertThat(scanner.ipVersion()).as(text).isEqualTo(network.ipVersion());
            assertThat(scanner.high()).as(text).isEqualTo(network.high());
            assertThat(scanner.low()).as(text).isEqualTo(network.low());
            assertThat(scanner.prefixLength()).as(text).isEqualTo(network.prefixLength());
        } catch (IllegalArgumentException refused) {
            boolean lenient = refused.getMessage().contains("has host bits set")
                    || refused.getMessage().contains("is IPv4 in IPv6 notation");
            assertThat(scanned).as("%s: %s", text, refused.getMessage()).isEqualTo(lenient);
        }
        return scanned;
    }
}
