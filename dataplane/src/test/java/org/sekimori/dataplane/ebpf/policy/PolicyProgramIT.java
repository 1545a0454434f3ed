package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.ebpf.policy.KernelTwin.Outcome;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.frame.NestedFrames;
import org.sekimori.dataplane.frame.SampleFrames;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.pcap.CaptureFileReader;
import org.sekimori.dataplane.pcap.CaptureFrame;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

/** The program in the kernel and the Java table give the same verdicts, wherever the program gives one. */
class PolicyProgramIT {
    private static final int MIN_FRAME = 14;
    private static final long SEED = 20_261_125;
    private static final int POLICIES = 400;
    private static final int FRAMES = 150;

    private final FrameTrial trial = new FrameTrial(ShippedPolicy.table());

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    private KernelTwin twin(PolicyTable table, Hook hook) {
        return new KernelTwin(
                table, PolicyProgram.compile(table, hook).program().orElseThrow(), trial, hook);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAllOfTheCapturesThatTheShippedPolicyDrops(Hook hook) throws Exception {
        try (KernelTwin twin = twin(ShippedPolicy.table(), hook)) {
            Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
            for (byte[] frame : captures()) {
                outcomes.add(twin.judge(frame));
            }
            assertThat(outcomes).containsOnly(Outcome.PASSED, Outcome.DROPPED);
            twin.checkCounts();
        }
    }

    private static List<byte[]> captures() throws IOException, URISyntaxException {
        List<byte[]> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(
                Path.of(PolicyProgramIT.class.getResource("/captures").toURI()))) {
            for (Path file :
                    files.filter(name -> name.toString().endsWith(".pcap")).toList()) {
                try (CaptureFileReader reader = CaptureFileReader.open(file)) {
                    for (CaptureFrame frame = reader.next(); frame != null; frame = reader.next()) {
                        frames.add(frame.bytes());
                    }
                }
            }
        }
        return frames;
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotContradictAnyProfile(Profile profile) {
        PolicyTable table = profile.table();
        PolicyProgram.compile(table, Hook.XDP).program().ifPresent(program -> {
            try (KernelTwin twin = new KernelTwin(table, program, trial)) {
                judgeSamples(twin);
                twin.checkCounts();
            }
        });
    }

    /** Each cut off anywhere, and each with any byte spoilt. */
    private static void judgeSamples(KernelTwin twin) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (byte[] frame : SampleFrames.all()) {
            for (int length = MIN_FRAME; length <= frame.length; length++) {
                twin.judge(Arrays.copyOf(frame, length));
                byte[] spoilt = frame.clone();
                spoilt[length - 1] = (byte) random.nextInt();
                twin.judge(spoilt);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotContradictTheShippedPolicyOverNestedFrames(Hook hook) {
        NestedFrames frames = new NestedFrames(new SplittableRandom(SEED));
        try (KernelTwin twin = twin(ShippedPolicy.table(), hook)) {
            for (int i = 0; i < 30_000; i++) {
                twin.judge(frames.next());
            }
            twin.checkCounts();
        }
    }

    @Test
    void shouldJudgeAsAnyPolicyDoes() {
        int[] outcomes = new int[Outcome.values().length];
        int programs = 0;
        for (long seed = SEED; seed < SEED + POLICIES; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            Policy policy = random.policy().withMode(Mode.ENFORCE);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            Offload offload = PolicyProgram.compile(table, Hook.XDP);
            if (offload.program().isPresent()) {
                programs++;
                RandomFrames frames = new RandomFrames(random, new SplittableRandom(seed));
                compare(table, offload.program().get(), frames, "seed " + seed, outcomes);
            }
        }
        assertThat(programs).isGreaterThan(POLICIES / 2);
        assertThat(outcomes[Outcome.DROPPED.ordinal()]).isGreaterThan(POLICIES * FRAMES / 10);
        assertThat(outcomes[Outcome.PASSED.ordinal()]).isGreaterThan(POLICIES * FRAMES / 10);
    }

    private void compare(PolicyTable table, PolicyProgram program, RandomFrames frames, String name, int[] outcomes) {
        try (KernelTwin twin = new KernelTwin(table, program, trial)) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = frames.next();
                Outcome outcome = twin.judge(frame);
                outcomes[outcome.ordinal()]++;
                if (frames.isPlain()) {
                    assertThat(outcome)
                            .as("%s, frame %d: %s", name, i, HexFormat.of().formatHex(frame))
                            .isNotEqualTo(Outcome.MISSED);
                }
            }
            assertThatCode(twin::checkCounts).as(name).doesNotThrowAnyException();
        }
    }
}
