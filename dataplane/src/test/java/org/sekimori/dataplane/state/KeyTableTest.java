package org.sekimori.dataplane.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    private static final long SEED = 0x7AB1EL;
    private static final int CAPACITY = 48;
    private static final int KEYS = 96;
    private static final int STEPS = 200_000;

    private final Key key = new Key();

    @Test
    void shouldAgreeWithAHashMapOnRandomOperations() {
        KeyTable table = new KeyTable(CAPACITY, 16, new KeyedHash(SEED));
        Map<Integer, Integer> model = new HashMap<>();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int step = 0; step < STEPS; step++) {
            int number = random.nextInt(KEYS);
            Integer expected = model.get(number);
            int found = table.find(key(number));
            assertThat(found).as("step %d, seed %d", step, SEED).isEqualTo(expected == null ? KeyTable.NONE : expected);
            if (expected != null && random.nextBoolean()) {
                table.remove(found);
                model.remove(number);
            } else if (expected == null) {
                int added = table.add(key(number));
                assertThat(added == KeyTable.NONE)
                        .as("step %d, seed %d", step, SEED)
                        .isEqualTo(model.size() == CAPACITY);
                if (added != KeyTable.NONE) {
                    assertThat(model.values())
                            .as("step %d, seed %d", step, SEED)
                            .doesNotContain(added);
                    model.put(number, added);
                }
            }
            assertThat(table.size()).isEqualTo(model.size());
        }
    }

    @Test
    void shouldTellKeysApartByEveryBit() {
        KeyTable table = new KeyTable(5 * Long.SIZE + 1, new KeyedHash(SEED));
        key.set(0, 0, 0, 0, 0);
        table.add(key);
        for (int bit = 0; bit < 5 * Long.SIZE; bit++) {
            setBit(bit);
            assertThat(table.find(key)).as("bit %d", bit).isEqualTo(KeyTable.NONE);
            table.add(key);
        }
        assertThat(table.isFull()).isTrue();
    }

    @Test
    void shouldLetNoChainGrowPastItsBound() {
        KeyTable table = new KeyTable(100, 1, new KeyedHash(SEED));
        for (int number = 0; number < KeyTable.MAX_CHAIN; number++) {
            assertThat(table.add(key(number))).isNotEqualTo(KeyTable.NONE);
        }

        assertThat(table.add(key(KeyTable.MAX_CHAIN))).isEqualTo(KeyTable.NONE);
        table.remove(table.find(key(3)));
        assertThat(table.add(key(KeyTable.MAX_CHAIN))).isNotEqualTo(KeyTable.NONE);
    }

    @Test
    void shouldSpreadNeighbouringKeysDifferentlyUnderEachSeed() {
        KeyedHash one = new KeyedHash(SEED);
        KeyedHash other = new KeyedHash(SEED + 1);
        int[] loads = new int[64];
        int same = 0;
        for (int number = 0; number < 64_000; number++) {
            key.set(0, 0x0A00_0000L + number, 0, 0, 0);
            loads[one.of(key) & 63]++;
            same += (one.of(key) & 63) == (other.of(key) & 63) ? 1 : 0;
        }

        assertThat(Arrays.stream(loads)).allMatch(load -> load > 500 && load < 1500);
        assertThat(same).isBetween(0, 4000);
    }

    private Key key(int number) {
        key.set(number, 0, 0, 0, number);
        return key;
    }

    private void setBit(int bit) {
        long value = 1L << bit;
        int word = bit / Long.SIZE;
        key.set(
                word == 0 ? value : 0,
                word == 1 ? value : 0,
                word == 2 ? value : 0,
                word == 3 ? value : 0,
                word == 4 ? value : 0);
    }
}
