package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.ebpf.policy.KernelTwin.Outcome;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.NestedFrames;
import org.sekimori.dataplane.frame.SampleFrames;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.dataplane.pcap.TestCaptures;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.Rule;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

/** The program in the kernel and the Java table give the same verdicts, wherever the program gives one. */
class PolicyProgramIT {
    /** An Ethernet header and an IPv6 header: the kernel takes no shorter frame as a socket buffer. */
    private static final int MIN_BUFFER = 54;

    private static final int MIN_FRAME = 14;
    /** Behind so many IPv6 extension headers the program looks. */
    private static final int MOST_EXTENSIONS = 8;

    private static final Traffic UDP =
            new Traffic(List.of(IpProtocol.UDP), List.of(), List.of(), AddressSet.EMPTY, AddressSet.EMPTY, Match.ALL);
    private static final long SEED = 20_261_125;
    private static final int POLICIES = 400;
    private static final int FRAMES = 150;

    private final FrameTrial trial = new FrameTrial(ShippedPolicy.table());

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    private KernelTwin twin(PolicyTable table, TestStation place) {
        Station station = place.station();
        return new KernelTwin(
                table, PolicyProgram.compile(table, station).program().orElseThrow(), trial, station);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDecideAllOfTheCapturesThatTheShippedPolicyDoes(TestStation place) throws Exception {
        try (KernelTwin twin = twin(ShippedPolicy.table(), place)) {
            Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
            for (byte[] frame : TestCaptures.frames()) {
                Outcome outcome = twin.judge(frame);
                if (outcome == Outcome.LEFT_TO_JAVA) {
                    assertThat(destinationOptions(frame)).isGreaterThan(MOST_EXTENSIONS);
                }
                outcomes.add(outcome);
            }
            assertThat(outcomes).doesNotContain(Outcome.MISSED);
            assertThat(outcomes).contains(place.station().forwards() ? Outcome.FORWARDED : Outcome.DROPPED);
            twin.checkCounts();
        }
    }

    /** How many destination options stand one behind the other right behind an untagged IPv6 header. */
    private static int destinationOptions(byte[] frame) {
        int count = 0;
        int at = 14 + 6;
        int next = 14 + 40;
        if (frame.length <= next || frame[12] != (byte) 0x86 || frame[13] != (byte) 0xDD) {
            return 0;
        }
        while (frame[at] == 60) {
            count++;
            at = next;
            next += 8;
        }
        return count;
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotContradictAnyProfile(TestStation place) {
        for (Profile profile : Profile.values()) {
            PolicyTable table = profile.table();
            PolicyProgram.compile(table, place.station()).program().ifPresent(program -> {
                try (KernelTwin twin = new KernelTwin(table, program, trial, place.station())) {
                    judgeSamples(twin, place.station().hook() == Hook.TCX ? MIN_BUFFER : MIN_FRAME);
                    twin.checkCounts();
                }
            });
        }
    }

    /** What no rule can ask about needs nobody to remember it. */
    @ParameterizedTest
    @EnumSource(names = {"XDP_OUTBOUND", "TCX_OUTBOUND"})
    void shouldSendOnWhatNoRuleAsksAbout(TestStation place) {
        for (Profile profile : List.of(Profile.STRICT, Profile.SHIELD)) {
            try (KernelTwin twin = twin(profile.table(), place)) {
                assertThat(twin.judge(outbound().tcp(5000, 443, 2).bytes())).isEqualTo(Outcome.FORWARDED);
                assertThat(twin.judge(outbound().udp(5000, 443).bytes())).isEqualTo(Outcome.FORWARDED);
                assertThat(twin.judge(outbound().udp(5000, 53).bytes())).isEqualTo(Outcome.PASSED);
                twin.checkCounts();
            }
        }
    }

    private static FrameBuilder outbound() {
        return FrameBuilder.frame().ipv4("192.0.2.9", "198.51.100.7").payload(new byte[30]);
    }

    /** Each cut off anywhere, and each with any byte spoilt. */
    private static void judgeSamples(KernelTwin twin, int shortest) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (byte[] frame : SampleFrames.all()) {
            for (int length = shortest; length <= frame.length; length++) {
                twin.judge(Arrays.copyOf(frame, length));
                byte[] spoilt = frame.clone();
                spoilt[length - 1] = (byte) random.nextInt();
                twin.judge(spoilt);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldNotContradictTheShippedPolicyOverNestedFrames(TestStation place) {
        NestedFrames frames = new NestedFrames(new SplittableRandom(SEED));
        try (KernelTwin twin = twin(ShippedPolicy.table(), place)) {
            for (int i = 0; i < 30_000; i++) {
                twin.judge(frames.next());
            }
            twin.checkCounts();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldJudgeAsAnyPolicyDoes(TestStation place) {
        Station station = place.station();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int programs = 0;
        for (long seed = SEED; seed < SEED + POLICIES; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            boolean onlyWatches = station.forwards() && seed % 4 == 0;
            Policy policy = random.policy().withMode(onlyWatches ? Mode.MONITOR : Mode.ENFORCE);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            Offload offload = PolicyProgram.compile(table, station);
            if (offload.program().isPresent()) {
                programs++;
                RandomFrames frames = new RandomFrames(random, new SplittableRandom(seed));
                try (KernelTwin twin = new KernelTwin(table, offload.program().get(), trial, station)) {
                    compare(twin, frames, "seed " + seed, outcomes);
                }
            }
        }
        assertThat(programs).isGreaterThan(POLICIES / 2);
        assertThat(outcomes.get(Outcome.DROPPED)).isGreaterThan(POLICIES * FRAMES / 20);
        assertThat(outcomes.get(station.forwards() ? Outcome.FORWARDED : Outcome.PASSED))
                .isGreaterThan(POLICIES * FRAMES / 20);
    }

    /** A packet meets up to some dozen rules that watch, each of which is counted once, by one or the other. */
    @ParameterizedTest
    @EnumSource
    void shouldCountAllRulesThatWatch(TestStation place) {
        Station station = place.station();
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
        int longer = 0;
        for (long seed = SEED; seed < SEED + POLICIES / 2; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            Policy policy = random.watching(8 + (int) (seed - SEED) % 40);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(policy));
            Offload offload = PolicyProgram.compile(table, station);
            if (offload.program().isPresent()) {
                longer += policy.rules().size() > 12 ? 1 : 0;
                RandomFrames frames = new RandomFrames(random, new SplittableRandom(seed));
                try (KernelTwin twin = new KernelTwin(table, offload.program().get(), trial, station)) {
                    compare(twin, frames, "seed " + seed, outcomes);
                }
            }
        }
        assertThat(longer).isGreaterThan(POLICIES / 40);
    }

    /** As many for one packet as are ever compiled, all of them counted and none deciding. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_DROPPING")
    void shouldCountTheMostRulesThatWatchOnePacket(TestStation place) throws Exception {
        Station station = place.station();
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 31; i++) {
            rules.add(Rule.of("r" + i, station.direction(), Traffic.ANY, Action.DROP, Mode.MONITOR));
        }
        rules.add(Rule.drop("last", station.direction(), UDP));
        PolicyTable table = PolicyTable.over(PolicyCompiler.compile(Policy.of("p", rules)));
        assertThat(table.isSearched()).isFalse();
        try (KernelTwin twin = twin(table, place)) {
            Set<Outcome> outcomes = EnumSet.noneOf(Outcome.class);
            for (byte[] frame : TestCaptures.frames()) {
                outcomes.add(twin.judge(frame));
            }
            assertThat(outcomes).isNotEmpty();
            twin.checkCounts();
        }
    }

    private static void compare(KernelTwin twin, RandomFrames frames, String name, Map<Outcome, Integer> outcomes) {
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = frames.next();
            String what = name + ", frame " + i;
            assertThatCode(() -> outcomes.merge(twin.judge(frame), 1, Integer::sum))
                    .as(what)
                    .doesNotThrowAnyException();
            if (frames.isPlain()) {
                assertThat(outcomes)
                        .as("%s: %s", what, HexFormat.of().formatHex(frame))
                        .doesNotContainKey(Outcome.MISSED);
            }
            outcomes.remove(Outcome.MISSED);
        }
        assertThatCode(twin::checkCounts).as(name).doesNotThrowAnyException();
    }
}
