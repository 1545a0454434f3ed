package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.MapType;

class EbpfMapIT {
    private static final int ENTRIES = 4;
    private static final int KEY_BYTES = 8;
    private static final int VALUE_BYTES = 16;
    private static final int ADDRESS_KEY_BYTES = 8;
    private static final int INDEX_BYTES = 4;

    private final UnsafeBuffer key = new UnsafeBuffer(new byte[KEY_BYTES]);
    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);

    @BeforeEach
    void needsRoot() {
        Assumptions.assumeTrue(TestNamespace.isRoot(), "needs root, to make maps");
    }

    @ParameterizedTest
    @EnumSource(names = {"ARRAY", "PERCPU_ARRAY"})
    void shouldHoldZerosAndThenWhatIsPutIn(MapType type) {
        try (EbpfMap map = EbpfMap.create(type, INDEX_BYTES, VALUE_BYTES, ENTRIES)) {
            assertThat(map.lookup(ENTRIES - 1, value)).isTrue();
            assertThat(value.getLong(0)).isZero();

            map.update(ENTRIES - 1, numbers(7, Long.MAX_VALUE));
            assertThat(map.lookup(ENTRIES - 1, value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(7);
            assertThat(value.getLong(Long.BYTES)).isEqualTo(Long.MAX_VALUE);
            assertThat(map.lookup(ENTRIES - 2, value)).isTrue();
            assertThat(value.getLong(0)).isZero();

            assertThat(map.lookup(ENTRIES, value)).isFalse();
            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> map.update(ENTRIES, value))
                    .withMessageContaining("MAP_UPDATE_ELEM: E2BIG");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"HASH", "PERCPU_HASH"})
    void shouldPutInAndTakeOut(MapType type) {
        try (EbpfMap map = EbpfMap.create(type, KEY_BYTES, VALUE_BYTES, ENTRIES)) {
            assertThat(map.lookup(key(1), value)).isFalse();
            for (int i = 0; i < ENTRIES; i++) {
                map.update(key(i), numbers(i, -i));
            }
            map.update(key(1), numbers(10, 11));
            assertThat(map.lookup(key(1), value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(10);
            assertThat(map.lookup(key(3), value)).isTrue();
            assertThat(value.getLong(Long.BYTES)).isEqualTo(-3);

            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> map.update(key(ENTRIES), value))
                    .withMessageContaining("E2BIG");
            assertThat(map.delete(key(1))).isTrue();
            assertThat(map.delete(key(1))).isFalse();
            assertThat(map.lookup(key(1), value)).isFalse();
        }
    }

    @Test
    void shouldEvictWhatIsOldest() {
        int many = 10_000;
        try (EbpfMap map = EbpfMap.create(MapType.LRU_HASH, KEY_BYTES, VALUE_BYTES, ENTRIES)) {
            for (int i = 0; i < many; i++) {
                map.update(key(i), numbers(i, 0));
            }
            assertThat(map.lookup(key(many - 1), value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(many - 1);
            assertThat(map.lookup(key(0), value)).isFalse();
        }
    }

    @Test
    void shouldFindTheLongestPrefix() {
        try (EbpfMap map = EbpfMap.create(MapType.LPM_TRIE, ADDRESS_KEY_BYTES, VALUE_BYTES, ENTRIES)) {
            map.update(prefix(8, 0x0a000000), numbers(8, 0));
            map.update(prefix(16, 0x0a010000), numbers(16, 0));
            map.update(prefix(32, 0x0a010203), numbers(32, 0));

            assertThat(lengthFor(map, 0x0a020203)).isEqualTo(8);
            assertThat(lengthFor(map, 0x0a010204)).isEqualTo(16);
            assertThat(lengthFor(map, 0x0a010203)).isEqualTo(32);
            assertThat(map.lookup(prefix(32, 0x0b000000), value)).isFalse();
            assertThat(map.delete(prefix(32, 0x0a010203))).isTrue();
            assertThat(lengthFor(map, 0x0a010203)).isEqualTo(16);
        }
    }

    private long lengthFor(EbpfMap map, int address) {
        assertThat(map.lookup(prefix(Integer.SIZE, address), value)).isTrue();
        return value.getLong(0);
    }

    @Test
    void shouldHoldInterfacesThatAreThere() {
        try (TestNamespace box = TestNamespace.create("box");
                EbpfMap map = EbpfMap.create(MapType.DEVMAP, INDEX_BYTES, INDEX_BYTES, ENTRIES)) {
            box.call(() -> {
                try (NetworkDevice loopback = NetworkDevice.named("lo")) {
                    int index = loopback.index();
                    assertThat(map.lookup(2, value)).isFalse();
                    map.update(2, numbers(index, 0));
                    assertThat(map.lookup(2, value)).isTrue();
                    assertThat(value.getInt(0)).isEqualTo(index);
                }
                assertThatExceptionOfType(NativeCallException.class)
                        .isThrownBy(() -> map.update(3, numbers(Integer.MAX_VALUE, 0)));
                return null;
            });
        }
    }

    @Test
    void shouldRefuseWhatNoMapCanBe() {
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> EbpfMap.create(MapType.ARRAY, KEY_BYTES, VALUE_BYTES, ENTRIES))
                .withMessageStartingWith("bpf MAP_CREATE ARRAY: EINVAL");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EbpfMap.create(MapType.PERCPU_ARRAY, INDEX_BYTES, 12, ENTRIES))
                .withMessageContaining("12 bytes");
    }

    @Test
    void shouldNotBeUsedOnceClosed() {
        EbpfMap map = EbpfMap.create(MapType.ARRAY, INDEX_BYTES, VALUE_BYTES, ENTRIES);
        map.close();
        map.close();
        assertThatIllegalStateException().isThrownBy(() -> map.lookup(0, value)).withMessage("The map is closed");
        assertThatIllegalStateException().isThrownBy(() -> map.update(0, value));
    }

    private UnsafeBuffer key(long number) {
        key.putLong(0, number);
        return key;
    }

    private UnsafeBuffer prefix(int bits, int address) {
        key.putInt(0, bits);
        key.putInt(Integer.BYTES, address, ByteOrder.BIG_ENDIAN);
        return key;
    }

    private UnsafeBuffer numbers(long first, long second) {
        value.putLong(0, first);
        value.putLong(Long.BYTES, second);
        return value;
    }
}
