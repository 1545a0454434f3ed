package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.FanoutProgram;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.XdpDescriptor;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.LoadedProgram;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.linux.TranslatedProgram;
import org.sekimori.dataplane.linux.UnitCapabilities;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

/** The kernel takes every program from a box with the capabilities of its unit, the verifier's mitigations in place. */
class UnitCapabilitiesIT {
    private static final long SEED = 20_261_201;
    private static final int RANDOM_POLICIES = 60;

    @BeforeEach
    void needsPrograms() {
        TestKernel.needs(AttachPoint.XDP);
        TestKernel.needs(AttachPoint.TCX_INGRESS);
    }

    /** What the tests below rest on: a thread with too much would load it. */
    @Test
    void shouldBeRefusedToSubtractPointers() {
        EbpfProgram program = new Assembler()
                .load(Width.WORD, Register.R2, Register.R1, XdpDescriptor.DATA)
                .load(Width.WORD, Register.R3, Register.R1, XdpDescriptor.DATA_END)
                .compute(Operation.SUBTRACT, Register.R3, Register.R2)
                .move(Register.R0, XdpDescriptor.PASS)
                .exit()
                .assemble();
        LoadedProgram.load(AttachPoint.XDP, program).close();
        assertThatThrownBy(() -> UnitCapabilities.call(() -> LoadedProgram.load(AttachPoint.XDP, program)))
                .isInstanceOf(NativeCallException.class);
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoadEveryProfile(Profile profile) throws Exception {
        for (TestStation place : TestStation.values()) {
            check(profile.table(), place);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void shouldLoadAnyPolicy(TestStation place) throws Exception {
        for (long seed = SEED; seed < SEED + RANDOM_POLICIES; seed++) {
            check(PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(seed).policy())), place);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void shouldLoadALargePolicy(TestStation place) throws Exception {
        check(new MixedPolicies(place.station().direction()).table(1_024), place);
    }

    private static void check(PolicyTable table, TestStation place) throws Exception {
        var compiled = PolicyProgram.compile(table, place.station()).program();
        if (compiled.isEmpty()) {
            return;
        }
        try (KernelProgram program =
                UnitCapabilities.call(() -> new KernelProgram(place.station().hook(), compiled.get()))) {
            assertThat(program.translated().barriersInPlaceOfRefusals())
                    .as("what a kernel before Linux 6.17 would refuse")
                    .isZero();
            assertThat(program.verifiedInstructions()).isBetween(1, VerifierWorkIT.MAX_VERIFIED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLoadTheProgramsThatRestAndTry(TestStation place) throws Exception {
        AttachPoint point = place.station().hook() == Hook.XDP ? AttachPoint.XDP : AttachPoint.TCX_INGRESS;
        UnitCapabilities.call(() -> LoadedProgram.load(point, Draft.handingOn(place.station())))
                .close();
    }

    @Test
    void shouldLoadTheProgramOfPipelines() throws Exception {
        try (LoadedProgram program = UnitCapabilities.call(() ->
                LoadedProgram.load(AttachPoint.FANOUT, FanoutProgram.over(16, new FanoutProgram.Factors(3, 5, 7))))) {
            assertThat(TranslatedProgram.of(program).barriersInPlaceOfRefusals())
                    .isZero();
        }
    }

    @Test
    void shouldNameWhatTheUnitGives() {
        assertThat(UnitCapabilities.names()).isEqualTo(List.of("net_raw", "net_admin", "bpf"));
    }
}
