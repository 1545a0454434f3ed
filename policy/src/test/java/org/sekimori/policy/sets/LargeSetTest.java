package org.sekimori.policy.sets;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;

/** Sizes that lists have; prints how long they take. */
@Tag("long")
class LargeSetTest {
    private static final long SEED = 1_000_003;

    @ParameterizedTest
    @ValueSource(ints = {100_000, 1_000_000})
    void shouldReadManyNetworks(int count) {
        byte[] text = list(count);
        for (int round = 0; round < 3; round++) {
            long start = System.nanoTime();
            SetContents contents = SetReader.read("large", text, SetLayout.UNSAID);
            AddressSet set = contents.entries().addresses();
            long took = System.nanoTime() - start;
            System.out.printf("%,d networks, %,d bytes: %,d ms%n", count, text.length, took / 1_000_000);
            assertThat(contents.errors()).isEmpty();
            assertThat(contents.entries().size()).isEqualTo(count);
            assertThat(set.ipv4Count()).isGreaterThan(count / 4);
            assertThat(set.ipv6Count()).isGreaterThan(count / 4);
        }
    }

    @Test
    void shouldReadManyExceptions() {
        StringBuilder text = new StringBuilder("add a 10.0.0.0/8\n");
        for (int i = 0; i < 100_000; i++) {
            text.append("add a 10.")
                    .append(i >> 14 & 255)
                    .append('.')
                    .append(i >> 6 & 255)
                    .append('.');
            text.append((i & 63) * 4).append("/31 nomatch\n");
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        AddressSet set =
                SetReader.read("holes", bytes, SetLayout.UNSAID).entries().addresses();
        assertThat(set.ipv4Count()).isEqualTo(100_000);
        assertThat(set.contains(Cidr.IPV4, 0, 0x0A00_0001L)).isFalse();
        assertThat(set.contains(Cidr.IPV4, 0, 0x0A00_0002L)).isTrue();
    }

    private static byte[] list(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Cidr network = random.nextBoolean()
                    ? Cidr.around(Cidr.IPV4, 0, random.nextLong() >>> 32, 24 + random.nextInt(9))
                    : Cidr.around(Cidr.IPV6, 0x2000_0000_0000_0000L | random.nextLong() >>> 3, 0, 48);
            text.append(network).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
