package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AddressSetTest {
    private static final long FIRST_SEED = 300;

    /** Small address spaces make networks touch, nest and repeat; membership is asked address by address. */
    @Test
    void shouldHoldWhatItsNetworksHold() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Cidr> networks = networks(random);
            AddressSet set = AddressSet.of(networks);
            for (int address = -1; address <= 256; address++) {
                long low = address & 0xFFFF_FFFFL;
                boolean ipv4 = networks.stream().anyMatch(n -> n.contains(Cidr.IPV4, 0, low));
                assertThat(set.contains(Cidr.IPV4, 0, low))
                        .as("seed %d, %d", seed, address)
                        .isEqualTo(ipv4);
                long high = address >> 31;
                long ipv6Low = address;
                boolean ipv6 = networks.stream().anyMatch(n -> n.contains(Cidr.IPV6, high, ipv6Low));
                assertThat(set.contains(Cidr.IPV6, high, ipv6Low))
                        .as("seed %d, %d", seed, address)
                        .isEqualTo(ipv6);
            }
            assertThat(AddressSet.of(set.networks())).isEqualTo(set);
            assertThat(set.covers(set)).isTrue();
        }
    }

    @Test
    void shouldCoverJustSubsets() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + 500; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Cidr> outer = networks(random);
            List<Cidr> inner = networks(random);
            boolean covers = inner.stream().allMatch(n -> AddressSet.of(outer).covers(AddressSet.of(n)));
            List<Cidr> both = new ArrayList<>(outer);
            both.addAll(inner);
            assertThat(AddressSet.of(outer).covers(AddressSet.of(inner)))
                    .as("seed %d", seed)
                    .isEqualTo(covers);
            assertThat(AddressSet.of(both).equals(AddressSet.of(outer)))
                    .as("seed %d", seed)
                    .isEqualTo(covers);
        }
    }

    @Test
    void shouldCloseGapsAcrossTheHalvesOfAnAddress() {
        AddressSet set = AddressSet.of(Cidr.parse("2001:db8::/64"), Cidr.parse("2001:db8:0:1::/64"));
        assertThat(set.ipv6Count()).isEqualTo(1);
        assertThat(set.networks()).containsExactly(Cidr.parse("2001:db8::/63"));
    }

    @Test
    void shouldReachBothEndsOfEachSpace() {
        AddressSet all = AddressSet.of(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));
        assertThat(all.contains(Cidr.IPV4, 0, 0xFFFF_FFFFL)).isTrue();
        assertThat(all.contains(Cidr.IPV6, -1, -1)).isTrue();
        assertThat(all.networks()).containsExactly(Cidr.parse("0.0.0.0/0"), Cidr.parse("::/0"));
        assertThat(AddressSet.EMPTY.covers(AddressSet.EMPTY)).isTrue();
        assertThat(AddressSet.EMPTY.covers(all)).isFalse();
    }

    private static List<Cidr> networks(SplittableRandom random) {
        List<Cidr> networks = new ArrayList<>();
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            int hostBits = random.nextInt(7);
            long low = random.nextInt(256);
            networks.add(
                    random.nextBoolean()
                            ? Cidr.around(Cidr.IPV4, 0, low, 32 - hostBits)
                            : Cidr.around(Cidr.IPV6, 0, low, 128 - hostBits));
        }
        return networks;
    }
}
