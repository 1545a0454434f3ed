package org.sekimori.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.policy.PolicyProgram;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.line.PortRole;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.BpfFileSystem;
import org.sekimori.dataplane.linux.EbpfMap;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.policy.Direction;
import org.sekimori.policy.ShippedPolicy;

/** A guard stays or goes with its box, and tells of itself to who comes by. */
class StandingGuardIT {
    private static final Duration LIMIT = Duration.ofMillis(70);

    @TempDir
    Path parent;

    private final List<String> log = new ArrayList<>();
    private Path folder;
    private TwoHosts hosts;

    @BeforeEach
    void join() {
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        folder = parent.resolve("pins");
        hosts = new TwoHosts();
    }

    @AfterEach
    void part() throws IOException {
        StandingGuard.remove(folder);
        hosts.close();
    }

    private Guard open(boolean stays) {
        Guard guard = Guard.open(new GuardOptions(FailMode.OPEN, LIMIT, Optional.of(folder), stays), log::add);
        assertThat(log).isEmpty();
        return guard;
    }

    /** Has a program drop all at the port of that role. */
    private static void close(Guard guard, PortRole role) {
        try (LoadedProgram drop = TwoHosts.returning(AttachPoint.TCX_INGRESS, TcxDescriptor.DROP)) {
            guard.link(role).put(drop, TwoHosts.index());
        }
    }

    private GuardReport report() throws IOException {
        return GuardReport.of(folder).orElseThrow();
    }

    @Test
    void shouldStayAndBeTakenOver() {
        hosts.there(() -> {
            try (Guard guard = open(true)) {
                assertThat(guard.stays()).isTrue();
                close(guard, PortRole.WAN);
                guard.want(GuardDescriptor.KERNEL_FIRST);
                guard.attendance().begin(System.nanoTime());
                guard.attendance().beat(42);
                assertThat(report().mode()).isEqualTo(GuardMode.KERNEL_FIRST);
            }
            assertThat(hosts.talk()).as("closed by what stays").isFalse();
            assertThat(report().beatNs()).isEqualTo(42);
            try (Guard next = open(true)) {
                assertThat(next.attendance()).isNotNull();
                assertThat(report().mode()).as("as it was left").isEqualTo(GuardMode.KERNEL_FIRST);
                assertThat(report().beatNs()).isEqualTo(42);
                assertThat(hosts.talk()).isFalse();
            }
            assertThat(StandingGuard.remove(folder)).isTrue();
            assertThat(hosts.talk()).as("removed").isTrue();
            assertThat(StandingGuard.remove(folder)).isFalse();
        });
    }

    @Test
    void shouldLeaveNothingBehindUnlessItStays() {
        hosts.there(() -> {
            try (Guard guard = open(false)) {
                assertThat(guard.stays()).isFalse();
                close(guard, PortRole.WAN);
                assertThat(hosts.talk()).isFalse();
                assertThat(BpfFileSystem.isAt(folder)).isTrue();
            }
            assertThat(hosts.talk()).isTrue();
            assertThat(folder).doesNotExist();
            assertThat(GuardReport.of(folder)).isEmpty();
        });
    }

    @Test
    void shouldGoWithTheProcessWithoutAFolder() {
        hosts.there(() -> {
            try (Guard guard = Guard.open(GuardOptions.NONE, log::add)) {
                assertThat(guard.stays()).isFalse();
                close(guard, PortRole.LAN);
                assertThat(hosts.talk()).isFalse();
            }
            assertThat(hosts.talk()).isTrue();
        });
    }

    @Test
    void shouldSayWhyItEndsWithTheProcess() throws IOException {
        Path file = Files.createFile(parent.resolve("file"));
        GuardOptions options = new GuardOptions(FailMode.OPEN, LIMIT, Optional.of(file), true);
        try (Guard guard = Guard.open(options, log::add)) {
            assertThat(guard.stays()).isFalse();
        }
        assertThat(log)
                .singleElement()
                .asString()
                .startsWith("warning: the guard ends with this process, since its programs can't be given names: ")
                .contains(file.toString());
    }

    /** The flows that one program knows the next one knows too. */
    @Test
    void shouldShareMapsAmongProgramsAndBoxes() {
        Station station = Station.forwarding(Hook.TCX, Direction.OUTBOUND, 1).guarding(FailMode.OPEN);
        PolicyProgram program =
                PolicyProgram.compile(ShippedPolicy.table(), station).program().orElseThrow();
        hosts.there(() -> {
            try (Guard guard = open(true)) {
                Map<MapReference, EbpfMap> first = new HashMap<>();
                Map<MapReference, EbpfMap> second = new HashMap<>();
                guard.share(program.code(), first);
                guard.share(program.code(), second);
                assertThat(first).containsOnlyKeys(GuardDescriptor.MAP);
                assertThat(second.get(GuardDescriptor.MAP)).isSameAs(first.get(GuardDescriptor.MAP));
            }
            assertThat(folder.resolve("1/guard")).exists();
            assertThat(folder.resolve("1/flows")).doesNotExist();
        });
    }

    @Test
    void shouldTellOfItself() {
        hosts.there(() -> {
            assertThat(GuardReport.of(folder)).as("none yet").isEmpty();
            long before = System.nanoTime();
            try (Guard guard = open(true)) {
                GuardReport report = report();
                assertThat(report.mode()).isEqualTo(GuardMode.ALONE);
                assertThat(report.sinceNs()).isBetween(before, System.nanoTime());
                assertThat(report.limitNs()).isEqualTo(LIMIT.toNanos());
                assertThat(report.beatNs()).isZero();
                assertThat(report.trips()).isZero();
                assertThat(report.ports()).isEmpty();
                assertThat(report.isComplete()).isFalse();
                close(guard, PortRole.WAN);
                assertThat(report().ports())
                        .containsExactly(new GuardReport.Port(
                                PortRole.WAN, TwoHosts.index(), AttachPoint.TCX_INGRESS.toString()));
                assertThat(report().isComplete()).isFalse();
                close(guard, PortRole.LAN);
                assertThat(report().isComplete()).isTrue();
                hosts.part();
                assertThat(report().ports()).noneMatch(GuardReport.Port::isAttached);
                assertThat(report().ports().get(0).interfaceIndex()).isEqualTo(NetworkDevice.ABSENT);
                assertThat(report().isComplete()).isFalse();
            }
        });
    }
}
