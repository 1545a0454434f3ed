package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.XdpDescriptor;

/** Programs at work between two hosts: one that asks, and one that answers unless a program drops. */
class ProgramLinkIT {
    private static final String PORT = "wan0";

    private TestNamespace host;
    private TestNamespace box;

    @BeforeEach
    void join() {
        TestKernel.needs(AttachPoint.XDP);
        host = TestNamespace.create("host");
        box = TestNamespace.create("box");
        TestNamespace.link(host, "host0", box, PORT);
        host.exec("ip", "addr", "add", "10.99.0.1/24", "dev", "host0");
        box.exec("ip", "addr", "add", "10.99.0.3/24", "dev", PORT);
        assertThat(host.pings("10.99.0.3")).as("before").isTrue();
    }

    @AfterEach
    void part() {
        host.close();
        box.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropByXdp(XdpMode mode) {
        inside(() -> {
            try (LoadedProgram program = returning(AttachPoint.XDP, XdpDescriptor.DROP);
                    ProgramLink link = ProgramLink.attach(program, index(PORT), mode)) {
                assertThat(link.mode()).contains(mode);
                assertThat(host.pings("10.99.0.3")).as("during").isFalse();
            }
            assertThat(host.pings("10.99.0.3")).as("after").isTrue();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"TCX_INGRESS", "TCX_EGRESS"})
    void shouldDropByTcx(AttachPoint point) {
        TestKernel.needs(point);
        inside(() -> {
            try (LoadedProgram program = returning(point, TcxDescriptor.DROP);
                    ProgramLink link = ProgramLink.attach(program, index(PORT))) {
                assertThat(link.mode()).isEmpty();
                assertThat(host.pings("10.99.0.3")).as("during").isFalse();
            }
            assertThat(host.pings("10.99.0.3")).as("after").isTrue();
        });
    }

    /** A veth's driver runs programs, the loopback has no driver. */
    @Test
    void shouldFallBackToGenericMode() {
        inside(() -> {
            try (LoadedProgram program = returning(AttachPoint.XDP, XdpDescriptor.PASS)) {
                assertThat(modeOn(PORT, program)).isEqualTo(XdpMode.NATIVE);
                assertThat(modeOn("lo", program)).isEqualTo(XdpMode.GENERIC);
                assertThatExceptionOfType(NativeCallException.class)
                        .isThrownBy(() -> ProgramLink.attach(program, index("lo"), XdpMode.NATIVE))
                        .withMessageStartingWith("bpf LINK_CREATE XDP: EOPNOTSUPP");
            }
        });
    }

    private static XdpMode modeOn(String device, LoadedProgram program) {
        try (ProgramLink link = ProgramLink.attach(program, index(device))) {
            return link.mode().orElseThrow();
        }
    }

    @Test
    void shouldNotPushAnotherProgramOut() {
        inside(() -> {
            try (LoadedProgram program = returning(AttachPoint.XDP, XdpDescriptor.PASS);
                    ProgramLink link = ProgramLink.attach(program, index(PORT))) {
                assertThatExceptionOfType(NativeCallException.class)
                        .isThrownBy(() -> ProgramLink.attach(program, index(PORT)))
                        .withMessageContaining("EBUSY");
                assertThat(host.pings("10.99.0.3")).isTrue();
                assertThat(link.mode()).isPresent();
            }
        });
    }

    @Test
    void shouldReplaceAProgramInItsPlace() {
        inside(() -> {
            try (LoadedProgram drop = returning(AttachPoint.XDP, XdpDescriptor.DROP);
                    LoadedProgram pass = returning(AttachPoint.XDP, XdpDescriptor.PASS);
                    ProgramLink link = ProgramLink.attach(drop, index(PORT))) {
                assertThat(host.pings("10.99.0.3")).as("drop").isFalse();
                link.replace(pass);
                assertThat(host.pings("10.99.0.3")).as("pass").isTrue();
            }
        });
    }

    @Test
    void shouldOutliveItsInterfaceQuietly() {
        inside(() -> {
            try (LoadedProgram program = returning(AttachPoint.XDP, XdpDescriptor.DROP);
                    ProgramLink link = ProgramLink.attach(program, index(PORT))) {
                box.exec("ip", "link", "del", PORT);
                assertThatExceptionOfType(NativeCallException.class).isThrownBy(() -> link.replace(program));
            }
        });
    }

    private void inside(Runnable action) {
        Callable<Void> call = () -> {
            action.run();
            return null;
        };
        box.call(call);
    }

    private static LoadedProgram returning(AttachPoint point, int verdict) {
        return LoadedProgram.load(
                point, new Assembler().move(Register.R0, verdict).exit().assemble());
    }

    private static int index(String name) {
        try (NetworkDevice device = NetworkDevice.named(name)) {
            return device.index();
        }
    }
}
