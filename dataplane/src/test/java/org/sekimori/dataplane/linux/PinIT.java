package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.XdpDescriptor;

/** Names for maps outlive whoever made them; and mapped values are the program's own. */
class PinIT {
    private static final MapReference MAP = new MapReference("numbers");
    private static final int VALUE_BYTES = 16;
    private static final MapPlan PLAN = new MapPlan(MAP, MapType.ARRAY, Integer.BYTES, VALUE_BYTES, 1, List.of(), true);

    private final UnsafeBuffer value = new UnsafeBuffer(new byte[VALUE_BYTES]);
    private TestPins pins;

    @BeforeEach
    void mount() {
        TestKernel.needs(AttachPoint.XDP);
        pins = TestPins.mount();
    }

    @AfterEach
    void unmount() {
        pins.close();
    }

    @Test
    void shouldMountAndUnmount(@TempDir Path folder) throws IOException {
        assertThat(BpfFileSystem.isAt(folder)).isFalse();
        assertThat(BpfFileSystem.isAt(folder.resolve("missing"))).isFalse();
        BpfFileSystem.mount(folder);
        assertThat(BpfFileSystem.isAt(folder)).isTrue();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        BpfFileSystem.unmount(folder);
        assertThat(BpfFileSystem.isAt(folder)).isFalse();
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> BpfFileSystem.unmount(folder))
                .withMessageStartingWith("umount " + folder + ": EINVAL");
    }

    @Test
    void shouldKeepAMapByItsName() throws IOException {
        Path name = pins.name("numbers");
        try (EbpfMap made = EbpfMap.create(PLAN)) {
            value.putLong(0, 42);
            made.update(0, value);
            made.pin(name);
            value.putLong(0, 0);
        }
        try (EbpfMap found = EbpfMap.pinned(name, PLAN)) {
            assertThat(found.lookup(0, value)).isTrue();
            assertThat(value.getLong(0)).isEqualTo(42);
            Files.delete(name);
            assertThat(found.lookup(0, value)).as("who has it keeps it").isTrue();
        }
        assertThatExceptionOfType(NativeCallException.class)
                .isThrownBy(() -> EbpfMap.pinned(name, PLAN))
                .withMessageStartingWith("bpf OBJ_GET " + name + ": ENOENT");
    }

    @Test
    void shouldSayWhichNamesCannotBe(@TempDir Path elsewhere) {
        try (EbpfMap made = EbpfMap.create(PLAN)) {
            made.pin(pins.name("taken"));
            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> made.pin(pins.name("taken")))
                    .withMessageContaining("taken: EEXIST");
            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> made.pin(pins.name("with.dot")))
                    .withMessageContaining("with.dot: EPERM");
            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> made.pin(elsewhere.resolve("file")))
                    .withMessageContaining("OBJ_PIN");
        }
    }

    /** Adds 1 to the first number, into the second. */
    @Test
    void shouldShareMemoryWithPrograms() {
        EbpfProgram adding = new Assembler()
                .loadMapValue(Register.R6, MAP)
                .load(Width.DOUBLE, Register.R2, Register.R6, 0)
                .compute(Operation.ADD, Register.R2, 1)
                .store(Width.DOUBLE, Register.R6, Long.BYTES, Register.R2)
                .move(Register.R0, XdpDescriptor.PASS)
                .exit()
                .assemble();
        try (EbpfMap map = EbpfMap.create(PLAN);
                MapMemory memory = new MapMemory(map, VALUE_BYTES);
                LoadedProgram program = LoadedProgram.load(AttachPoint.XDP, adding, Map.of(MAP, map))) {
            memory.values().putLong(0, 41);
            program.testRun(new byte[60], 1);
            assertThat(memory.values().getLongVolatile(Long.BYTES)).isEqualTo(42);
            assertThat(map.lookup(0, value)).isTrue();
            assertThat(value.getLong(Long.BYTES)).isEqualTo(42);
        }
    }

    @Test
    void shouldNotMapWhatIsNotMappable() {
        try (EbpfMap map = EbpfMap.create(MapType.ARRAY, Integer.BYTES, VALUE_BYTES, 1)) {
            assertThatExceptionOfType(NativeCallException.class)
                    .isThrownBy(() -> new MapMemory(map, VALUE_BYTES))
                    .withMessageStartingWith("mmap of a map");
        }
    }
}
