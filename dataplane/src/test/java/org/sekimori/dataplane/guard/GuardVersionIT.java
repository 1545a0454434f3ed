package org.sekimori.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.linux.TestNamespace;

/** A guard that a program of another version has left is taken over: links in their place, maps anew. */
class GuardVersionIT {
    private static final String OTHER_VERSION = "9999";

    @TempDir
    private Path parent;

    private Path folder;
    private TestNamespace box;
    private TestNamespace hosts;

    @BeforeEach
    void leaveAnotherVersion() throws Exception {
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        box = TestNamespace.create("box");
        hosts = TestNamespace.create("hosts");
        TestNamespace.link(hosts, "wanh0", box, "wan0");
        TestNamespace.link(hosts, "lanh0", box, "lan0");
        folder = parent.resolve("guard");
        StandingGuard.prepare(folder);
        Files.createDirectory(other());
        try (EbpfMap map = EbpfMap.create(GuardDescriptor.PLAN)) {
            map.pin(other().resolve("guard"));
        }
        inside(() -> {
            try (Guard before = Guard.open(options(), line -> {})) {
                put(before, PortRole.WAN, "wan0");
                put(before, PortRole.LAN, "lan0");
            }
        });
    }

    @AfterEach
    void remove() throws IOException {
        if (folder != null) {
            StandingGuard.remove(folder);
            box.close();
            hosts.close();
        }
    }

    private Path other() {
        return folder.resolve(OTHER_VERSION);
    }

    private GuardOptions options() {
        return new GuardOptions(FailMode.OPEN, Duration.ofMillis(50), Optional.of(folder), true);
    }

    private static void put(Guard guard, PortRole role, String name) {
        try (LoadedProgram program = LoadedProgram.load(
                        AttachPoint.TCX_INGRESS,
                        new Assembler()
                                .move(Register.R0, TcxDescriptor.DROP)
                                .exit()
                                .assemble());
                NetworkDevice device = NetworkDevice.named(name)) {
            guard.link(role).put(program, device.index());
        }
    }

    private void inside(Runnable action) {
        Callable<Void> call = () -> {
            action.run();
            return null;
        };
        box.call(call);
    }

    /** Until then the other version's program decides at the second port, by the other version's maps. */
    @Test
    void shouldRemoveTheOtherVersionsMapsOnceBothLinksHaveItsOwnPrograms() {
        inside(() -> {
            try (Guard guard = Guard.open(options(), line -> {})) {
                put(guard, PortRole.WAN, "wan0");
                guard.settle();
                assertThat(other().resolve("guard")).exists();

                put(guard, PortRole.LAN, "lan0");
                guard.settle();
                assertThat(other()).doesNotExist();
                assertThat(folder.resolve(Integer.toString(GuardDescriptor.LAYOUT_VERSION))
                                .resolve("guard"))
                        .exists();
            }
        });
        assertThat(folder.resolve("wan")).exists();
        assertThat(folder.resolve("lan")).exists();
    }

    @Test
    void shouldRemoveAllVersions() throws IOException {
        assertThat(StandingGuard.remove(folder)).isTrue();

        assertThat(folder).doesNotExist();
        assertThat(StandingGuard.remove(folder)).isFalse();
    }
}
