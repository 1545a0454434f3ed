package org.sekimori.dataplane.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.ProgramLink;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.linux.TestPins;

/** A port's link outlives who made it, and changes programs, hooks and interfaces without letting a frame by. */
class GuardLinkIT {
    private TwoHosts hosts;
    private TestPins pins;
    private Path name;

    @BeforeEach
    void join() {
        TestKernel.needs(AttachPoint.XDP);
        TestKernel.needs(AttachPoint.TCX_INGRESS);
        hosts = new TwoHosts();
        pins = TestPins.mount();
        name = pins.name("wan");
        assertThat(hosts.talk()).as("before").isTrue();
    }

    @AfterEach
    void part() {
        pins.close();
        hosts.close();
    }

    private static LoadedProgram dropping(AttachPoint point) {
        return TwoHosts.returning(point, point == AttachPoint.XDP ? XdpDescriptor.DROP : TcxDescriptor.DROP);
    }

    private static LoadedProgram passing(AttachPoint point) {
        return TwoHosts.returning(point, point == AttachPoint.XDP ? XdpDescriptor.PASS : TcxDescriptor.PASS);
    }

    private void putDropping(AttachPoint point) {
        try (LoadedProgram drop = dropping(point);
                GuardLink link = new GuardLink(name)) {
            link.put(drop, TwoHosts.index());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP", "TCX_INGRESS"})
    void shouldOutliveWhoMadeIt(AttachPoint point) {
        hosts.there(() -> {
            putDropping(point);
            assertThat(hosts.talk()).as("closed").isFalse();
            try (ProgramLink found = ProgramLink.pinned(name)) {
                assertThat(found.point()).isEqualTo(point);
                assertThat(found.interfaceIndex()).isEqualTo(TwoHosts.index());
            }
            assertThat(hosts.talk()).as("looked at").isFalse();
            Files.delete(name);
            assertThat(hosts.talk()).as("without its name").isTrue();
        });
    }

    /** Whoever had the link before still has it: it is the same one. */
    @ParameterizedTest
    @EnumSource(names = {"XDP", "TCX_INGRESS"})
    void shouldAdoptWhatIsThereAndReplaceInPlace(AttachPoint point) {
        hosts.there(() -> {
            putDropping(point);
            try (ProgramLink before = ProgramLink.pinned(name);
                    LoadedProgram pass = passing(point);
                    LoadedProgram drop = dropping(point);
                    GuardLink next = new GuardLink(name)) {
                next.put(pass, TwoHosts.index());
                assertThat(next.isAttachedTo(TwoHosts.index())).isTrue();
                assertThat(hosts.talk()).as("replaced").isTrue();
                before.replace(drop);
                assertThat(hosts.talk()).as("by the link of before").isFalse();
                next.put(pass, TwoHosts.index());
                assertThat(hosts.talk()).as("replaced again").isTrue();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP", "TCX_INGRESS"})
    void shouldAttachAnewWhereTheInterfaceWasMadeAnew(AttachPoint point) {
        hosts.there(() -> {
            try (LoadedProgram drop = dropping(point);
                    GuardLink link = new GuardLink(name)) {
                int before = TwoHosts.index();
                link.put(drop, before);
                hosts.part();
                try (ProgramLink left = ProgramLink.pinned(name)) {
                    assertThat(left.interfaceIndex()).isEqualTo(NetworkDevice.ABSENT);
                    assertThatExceptionOfType(NativeCallException.class)
                            .isThrownBy(() -> left.replace(drop))
                            .withMessageContaining("ENOLINK");
                }
                hosts.join();
                assertThat(hosts.talk()).as("not yet").isTrue();
                link.put(drop, TwoHosts.index());
                assertThat(link.isAttachedTo(before)).isFalse();
                assertThat(hosts.talk()).as("attached anew").isFalse();
            }
            assertThat(hosts.talk()).as("by its name").isFalse();
        });
    }

    /** A box that finds the name of a port that is gone, and one of that name which is another. */
    @Test
    void shouldNotAdoptWhatIsAtAnotherInterface() {
        hosts.there(() -> {
            putDropping(AttachPoint.TCX_INGRESS);
            hosts.part();
            hosts.join();
            putDropping(AttachPoint.TCX_INGRESS);
            assertThat(hosts.talk()).isFalse();
            try (ProgramLink found = ProgramLink.pinned(name)) {
                assertThat(found.interfaceIndex()).isEqualTo(TwoHosts.index());
            }
        });
    }

    /** The new hook before the old one is left. */
    @Test
    void shouldLetNothingByWhileItChangesHooks() {
        hosts.there(() -> {
            putDropping(AttachPoint.XDP);
            Process asking = hosts.ask(400);
            try (LoadedProgram early = dropping(AttachPoint.XDP);
                    LoadedProgram late = dropping(AttachPoint.TCX_INGRESS)) {
                int changes = 0;
                while (asking.isAlive()) {
                    try (GuardLink link = new GuardLink(name)) {
                        link.put(changes++ % 2 == 0 ? late : early, TwoHosts.index());
                    }
                    Thread.sleep(5);
                }
                assertThat(changes).isGreaterThan(20);
            }
            String answers = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answers).contains(" 0 received");
            putDropping(AttachPoint.TCX_INGRESS);
            try (LoadedProgram pass = passing(AttachPoint.XDP);
                    ProgramLink other = ProgramLink.attach(pass, TwoHosts.index())) {
                assertThat(other.mode()).as("XDP is free again").isPresent();
            }
        });
    }

    @Test
    void shouldGoWithItsOwnerWithoutAName() {
        hosts.there(() -> {
            try (LoadedProgram drop = dropping(AttachPoint.TCX_INGRESS);
                    GuardLink link = new GuardLink(null)) {
                link.put(drop, TwoHosts.index());
                assertThat(hosts.talk()).isFalse();
            }
            assertThat(hosts.talk()).isTrue();
        });
    }
}
