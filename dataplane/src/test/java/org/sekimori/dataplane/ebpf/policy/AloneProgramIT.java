package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.dataplane.ebpf.policy.GuardTwin.Outcome;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.frame.NestedFrames;
import org.sekimori.dataplane.frame.SampleFrames;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.pcap.TestCaptures;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

/** A guarded program decides all frames while no box is there, as {@link AloneModel} has it, and hands on what the box wants. */
class AloneProgramIT {
    /** The kernel takes no shorter frame as a socket buffer. */
    private static final int MIN_BUFFER = 54;

    private static final int MIN_FRAME = 14;
    private static final long SEED = 20_261_201;
    private static final int FEW = 10;
    private static final int MANY = 300;
    private static final int FRAMES = 100;
    /** Of so many lengths one is tried. */
    private static final int STEP = 11;

    @BeforeEach
    void needsPrograms() {
        TestKernel.needs(AttachPoint.XDP);
        TestKernel.needs(AttachPoint.TCX_INGRESS);
    }

    static Stream<Arguments> places() {
        return Stream.of(TestStation.values())
                .filter(place -> place.station().guards())
                .flatMap(place -> Stream.of(FailMode.values()).map(mode -> Arguments.of(place, mode)));
    }

    static Stream<Arguments> placesInbound() {
        return places().filter(place -> ((TestStation) place.get()[0]).station().direction() == Direction.INBOUND);
    }

    private static GuardTwin twin(PolicyTable table, Station station) {
        return new GuardTwin(
                table, PolicyProgram.compile(table, station).program().orElseThrow(), station);
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldDecideCaptures(TestStation place, FailMode mode) throws Exception {
        Station station = place.station().guarding(mode);
        List<byte[]> frames = TestCaptures.frames();
        for (Profile profile : List.of(Profile.SHIPPED, Profile.STRICT)) {
            try (GuardTwin twin = twin(profile.table(), station)) {
                Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
                for (byte[] frame : frames) {
                    outcomes.add(twin.judge(frame));
                }
                assertThat(outcomes).contains(Outcome.DECIDED);
                twin.checkCounts();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldDecideByEveryProfile(TestStation place, FailMode mode) {
        judgeSamples(place.station().guarding(mode), STEP);
    }

    @ParameterizedTest
    @MethodSource("places")
    @Tag("slow")
    void shouldDecideByEveryProfileAtAnyLength(TestStation place, FailMode mode) {
        judgeSamples(place.station().guarding(mode), 1);
    }

    /** Each frame cut off, and each with a byte spoilt. */
    private static void judgeSamples(Station station, int step) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (Profile profile : Profile.values()) {
            try (GuardTwin twin = twin(profile.table(), station)) {
                for (byte[] frame : SampleFrames.all()) {
                    int shortest = station.hook() == Hook.TCX ? MIN_BUFFER : MIN_FRAME;
                    for (int length = shortest + random.nextInt(step); length <= frame.length; length += step) {
                        twin.judge(Arrays.copyOf(frame, length));
                        byte[] spoilt = frame.clone();
                        spoilt[length - 1] = (byte) random.nextInt();
                        twin.judge(spoilt);
                    }
                }
                assertThatCode(twin::checkCounts).as(profile.toString()).doesNotThrowAnyException();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldDecideNestedFrames(TestStation place, FailMode mode) {
        NestedFrames frames = new NestedFrames(new SplittableRandom(SEED));
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        try (GuardTwin twin = twin(ShippedPolicy.table(), place.station().guarding(mode))) {
            for (int i = 0; i < 6_000; i++) {
                outcomes.merge(twin.judge(frames.next()), 1, Integer::sum);
            }
            twin.checkCounts();
        }
        assertThat(outcomes.get(mode == FailMode.OPEN ? Outcome.PASSED_ALONE : Outcome.DROPPED_ALONE))
                .isGreaterThan(600);
    }

    @ParameterizedTest
    @MethodSource("places")
    void shouldDecideByAnyPolicy(TestStation place, FailMode mode) {
        judgeRandomly(place.station().guarding(mode), FEW);
    }

    @ParameterizedTest
    @MethodSource("places")
    @Tag("slow")
    void shouldDecideByHundredsOfPolicies(TestStation place, FailMode mode) {
        judgeRandomly(place.station().guarding(mode), MANY);
    }

    private static void judgeRandomly(Station station, int policies) {
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int programs = 0;
        for (long seed = SEED; seed < SEED + policies; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            Policy policy = random.policy().withMode(seed % 6 == 0 ? Mode.MONITOR : Mode.ENFORCE);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            Offload offload = PolicyProgram.compile(table, station);
            if (offload.program().isPresent()) {
                programs++;
                RandomFrames frames = new RandomFrames(random, new SplittableRandom(seed));
                try (GuardTwin twin = new GuardTwin(table, offload.program().get(), station)) {
                    compare(twin, frames, "seed " + seed, outcomes);
                }
            }
        }
        assertThat(programs).isGreaterThan(policies / 2);
        assertThat(outcomes).containsOnlyKeys(Outcome.values());
    }

    private static void compare(GuardTwin twin, RandomFrames frames, String name, Map<Outcome, Integer> outcomes) {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = frames.next();
            assertThatCode(() -> outcomes.merge(twin.judge(frame), 1, Integer::sum))
                    .as(name + ", frame " + i)
                    .doesNotThrowAnyException();
        }
        assertThatCode(twin::checkCounts).as(name).doesNotThrowAnyException();
    }

    /** Where a domain controller, a resolver or a file server would answer strangers. */
    @ParameterizedTest
    @MethodSource("placesInbound")
    void shouldKeepGuardedPortsClosed(TestStation place, FailMode mode) {
        Station station = place.station().guarding(mode);
        try (GuardTwin twin = twin(ShippedPolicy.table(), station);
                KernelProgram program = new KernelProgram(
                        station.hook(),
                        PolicyProgram.compile(ShippedPolicy.table(), station)
                                .program()
                                .orElseThrow())) {
            program.mode(GuardDescriptor.ALONE);
            GuardedFrames.all().forEach((name, frame) -> {
                assertThat(Decision.of(program.run(frame, 1), station)).as(name).isEqualTo(Decision.DROP);
                twin.judge(frame);
            });
            GuardedFrames.honest()
                    .forEach((name, frame) -> assertThat(Decision.of(program.run(frame, 1), station))
                            .as(name)
                            .isEqualTo(Decision.FORWARD));
        }
    }
}
