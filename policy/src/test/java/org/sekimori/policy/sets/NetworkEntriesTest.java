package org.sekimori.policy.sets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;

class NetworkEntriesTest {
    private static final long FIRST_SEED = 900;
    private static final int ALL_ONES = 255;

    private record Entry(Cidr network, boolean isException) {}

    /** At both ends of each space, where addresses would wrap. */
    @Test
    void shouldLetTheLongestPrefixDecide() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 2_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean atEnd = random.nextBoolean();
            List<Entry> entries = entries(random, atEnd);
            NetworkEntries list = new NetworkEntries();
            entries.forEach(entry -> list.add(
                    entry.network().ipVersion(),
                    entry.network().high(),
                    entry.network().low(),
                    entry.network().prefixLength(),
                    entry.isException()));
            AddressSet set = list.addresses();
            for (int host = 0; host <= ALL_ONES; host++) {
                long high = atEnd ? -1 : 0;
                long low = atEnd ? -1L << 8 | host : host;
                assertThat(set.contains(Cidr.IPV6, high, low))
                        .as("seed %d, IPv6 host %d, %s", seed, host, entries)
                        .isEqualTo(decide(entries, Cidr.IPV6, high, low));
                long ipv4 = low & 0xFFFF_FFFFL;
                assertThat(set.contains(Cidr.IPV4, 0, ipv4))
                        .as("seed %d, IPv4 host %d, %s", seed, host, entries)
                        .isEqualTo(decide(entries, Cidr.IPV4, 0, ipv4));
            }
        }
    }

    @Test
    void shouldCutRangesIntoNetworks() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            int version = random.nextBoolean() ? Cidr.IPV4 : Cidr.IPV6;
            long base = random.nextBoolean() ? 0 : version == Cidr.IPV4 ? 0xFFFF_FF00L : -1L << 8;
            long high = version == Cidr.IPV6 && base != 0 ? -1 : 0;
            int first = random.nextInt(ALL_ONES + 1);
            int last = first + random.nextInt(ALL_ONES + 1 - first);
            NetworkEntries list = new NetworkEntries();
            list.addRange(version, high, base | first, high, base | last, false);
            AddressSet set = list.addresses();
            for (int host = 0; host <= ALL_ONES; host++) {
                assertThat(set.contains(version, high, base | host))
                        .as("seed %d: %d in %d-%d", seed, host, first, last)
                        .isEqualTo(first <= host && host <= last);
            }
            assertThat(set.networks()).hasSize(list.size());
        }
    }

    @Test
    void shouldTakeTheExceptionBetweenTwoOfTheSameLength() {
        NetworkEntries list = new NetworkEntries();
        list.add(Cidr.IPV4, 0, 0x0A00_0000L, 8, true);
        list.add(Cidr.parse("10.0.0.0/8"));
        list.add(Cidr.parse("10.1.0.0/16"));
        assertThat(list.addresses().networks()).containsExactly(Cidr.parse("10.1.0.0/16"));
    }

    @Test
    void shouldMergeHalvesOnlyWhereNoExceptionStandsBetween() {
        NetworkEntries list = new NetworkEntries();
        list.add(Cidr.parse("10.0.0.0/9"));
        list.add(Cidr.parse("10.128.0.0/9"));
        list.add(Cidr.IPV4, 0, 0x0A00_0000L, 8, true);
        assertThat(list.addresses().networks()).containsExactly(Cidr.parse("10.0.0.0/8"));
    }

    private static List<Entry> entries(SplittableRandom random, boolean atEnd) {
        List<Entry> entries = new ArrayList<>();
        int count = random.nextInt(12);
        boolean anyException = random.nextInt(4) > 0;
        for (int i = 0; i < count; i++) {
            int hostBits = random.nextInt(9);
            int host = random.nextInt(ALL_ONES + 1);
            boolean isException = anyException && random.nextInt(3) == 0;
            entries.add(new Entry(
                    random.nextBoolean()
                            ? Cidr.around(Cidr.IPV4, 0, (atEnd ? 0xFFFF_FF00L : 0) | host, 32 - hostBits)
                            : Cidr.around(Cidr.IPV6, atEnd ? -1 : 0, (atEnd ? -1L << 8 : 0) | host, 128 - hostBits),
                    isException));
        }
        return entries;
    }

    /** The slow, obvious way. */
    private static boolean decide(List<Entry> entries, int ipVersion, long high, long low) {
        int longest = -1;
        boolean isIn = false;
        for (Entry entry : entries) {
            int length = entry.network().prefixLength();
            if (entry.network().contains(ipVersion, high, low) && length >= longest) {
                isIn = !entry.isException() && (length > longest || isIn);
                longest = length;
            }
        }
        return isIn;
    }
}
