package org.sekimori.dataplane.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.ebpf.policy.RandomFrames;
import org.sekimori.dataplane.ebpf.policy.TestStation;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.event.DropCapture;
import org.sekimori.dataplane.event.DropEvent;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.NestedFrames;
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

/** The kernel tells of what it drops, and of what rules match that only watch, as Java does, within what it is granted, and counts what it doesn't tell. */
class KernelDropsIT {
    private static final long SEED = 20_261_129;
    private static final int POLICIES = 100;
    private static final int FRAMES = 100;
    private static final int ALL = 1_000_000;
    private static final byte[] CLDAP = FrameBuilder.frame()
            .ipv4("198.51.100.7", "203.0.113.5")
            .udp(40_000, 389)
            .payload(new byte[20])
            .bytes();

    private static final byte[] WEB = FrameBuilder.frame()
            .ipv4("198.51.100.7", "203.0.113.5")
            .tcp(40_000, 80, 2)
            .bytes();

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfCapturesAndNestedFramesWhatJavaDoes(TestStation place) throws Exception {
        List<byte[]> frames = TestCaptures.frames();
        NestedFrames nested = new NestedFrames(new SplittableRandom(SEED));
        for (int i = 0; i < 5_000; i++) {
            frames.add(nested.next());
        }
        try (EventTwin twin = new EventTwin(Profile.STRICT.table(), place.station(), ALL)) {
            boolean inbound = place.station().direction() == Direction.INBOUND;
            twin.publish(inbound ? ShippedPolicy.table() : Profile.SCHOOL.table());
            assertThat(twin.load()).isTrue();
            twin.capture(DropCapture.MAX_SNAP_BYTES);
            assertThat(frames.stream().filter(twin::tells).count()).isGreaterThan(100);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldTellOfAnyPolicyWhatJavaDoes(TestStation place) {
        int told = 0;
        try (EventTwin twin = new EventTwin(ShippedPolicy.table(), place.station(), ALL)) {
            for (long seed = SEED; seed < SEED + POLICIES; seed++) {
                RandomPolicies random = new RandomPolicies(seed);
                Mode mode = place.station().forwards() && seed % 3 == 0 ? Mode.MONITOR : Mode.ENFORCE;
                Policy policy = random.policy().withMode(mode);
                twin.publish(PolicyTable.over(PolicyCompiler.compile(policy)));
                RandomFrames frames = new RandomFrames(random, new SplittableRandom(seed));
                for (int i = 0; i < FRAMES && (i > 0 || twin.load()); i++) {
                    told += twin.tells(frames.next()) ? 1 : 0;
                }
            }
            assertThat(twin.matches())
                    .as("where nothing is forwarded, all that some rule watches is handed on")
                    .isBetween(
                            place.station().forwards() ? 20 : 0, place.station().forwards() ? told : 0);
        }
        assertThat(told).isGreaterThan(POLICIES * FRAMES / 20);
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP_DROPPING", "TCX_INBOUND"})
    void shouldTellOfLongFramesByTheirBeginning(TestStation place) {
        byte[] frame = Arrays.copyOf(
                FrameBuilder.frame()
                        .ipv4("198.51.100.7", "203.0.113.5")
                        .udp(40_000, 389)
                        .payload(new byte[2_800])
                        .bytes(),
                2_900);
        try (EventTwin twin = new EventTwin(ShippedPolicy.table(), place.station(), ALL)) {
            twin.load();
            twin.capture(DropCapture.MAX_SNAP_BYTES);
            assertThat(twin.tells(frame)).isTrue();
        }
    }

    /** More may be told in each round; what wasn't is added to the next event. */
    @Test
    void shouldTellNoMoreThanIsGrantedAndCountTheRest() {
        try (EventTwin twin = new EventTwin(ShippedPolicy.table(), Station.dropping(Hook.XDP), 3)) {
            twin.load();
            twin.run(CLDAP, 1_000);
            List<DropEvent> first = twin.poll();
            assertThat(first).extracting(DropEvent::rule).containsExactly("cldap", "cldap", "cldap");
            assertThat(first).extracting(DropEvent::suppressedOfRule).containsOnly(0L);
            twin.run(CLDAP, 5);
            assertThat(twin.poll()).extracting(DropEvent::suppressedOfRule).containsExactly(997L, 0L, 0L);
            twin.run(CLDAP, 1);
            assertThat(twin.poll()).extracting(DropEvent::suppressedOfRule).containsExactly(2L);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"XDP_INBOUND", "TCX_INBOUND"})
    void shouldTellOfNoMoreMatchesThanIsGrantedAndCountTheRest(TestStation place) {
        try (EventTwin twin = new EventTwin(watching(2, "{}"), place.station(), 3)) {
            twin.load();
            twin.run(WEB, 1_000);
            assertThat(twin.poll())
                    .extracting(DropEvent::verdict, DropEvent::rule, DropEvent::suppressedOfRule)
                    .containsExactly(
                            tuple("match", "w0", 0L),
                            tuple("match", "w1", 0L),
                            tuple("match", "w0", 0L),
                            tuple("match", "w1", 0L),
                            tuple("match", "w0", 0L),
                            tuple("match", "w1", 0L));
            twin.run(WEB, 1);
            assertThat(twin.poll())
                    .extracting(DropEvent::rule, DropEvent::suppressedOfRule)
                    .containsExactly(tuple("w0", 997L), tuple("w1", 997L));
        }
    }

    /** As many rules as there may be match each frame, and fill their ring; the one that drops is told of all the same. */
    @Test
    void shouldLeaveRoomForDropsHoweverManyRulesMatch() {
        int frames = 200;
        String gate = "{name: gate, direction: inbound, protocol: tcp, destination-ports: 80}";
        byte[] frame = Arrays.copyOf(WEB, 1_514);
        try (EventTwin twin = new EventTwin(watching(31, gate), TestStation.XDP_INBOUND.station(), ALL)) {
            twin.load();
            assertThat(twin.run(frame, frames).result()).isEqualTo(Hook.XDP.drop());
            List<DropEvent> told = twin.poll();
            assertThat(told.stream().filter(event -> event.verdict().equals(DropEvent.MATCH)))
                    .hasSizeBetween(50, 31 * frames / 10);
            assertThat(told.stream().filter(event -> event.verdict().equals(DropEvent.DROP)))
                    .hasSize(frames);
        }
    }

    /** So many rules that only watch, and one more, or none. */
    private static PolicyTable watching(int count, String last) {
        StringBuilder text = new StringBuilder("version: 1\nname: watching\nrules:\n");
        for (int i = 0; i < count; i++) {
            text.append("  - {name: w" + i
                    + ", direction: inbound, protocol: tcp, destination-ports: 80, mode: monitor}\n");
        }
        if (!last.equals("{}")) {
            text.append("  - ").append(last).append('\n');
        }
        return Images.table(Images.of(text.toString()));
    }

    /** However large the grant, a full ring makes nobody wait. */
    @Test
    void shouldCountWhatTheRingHasNoRoomFor() {
        int frames = 10_000;
        byte[] frame = Arrays.copyOf(CLDAP, 1_514);
        try (EventTwin twin = new EventTwin(ShippedPolicy.table(), Station.dropping(Hook.XDP), ALL)) {
            twin.load();
            assertThat(twin.run(frame, frames).result()).isEqualTo(Hook.XDP.drop());
            int told = twin.poll().size();
            assertThat(told).isBetween(100, frames / 2);
            twin.run(CLDAP, 1);
            assertThat(twin.poll()).extracting(DropEvent::suppressedOfRule).containsExactly((long) frames - told);
        }
    }

    /** What a program told is told by its own policy's names and number, whatever is in force when it is read. */
    @Test
    void shouldNameThePolicyThatDecided() {
        try (EventTwin twin = new EventTwin(ShippedPolicy.table(), Station.dropping(Hook.XDP), ALL)) {
            twin.load();
            twin.run(CLDAP, 2);
            twin.publish(Profile.STRICT.table());
            assertThat(twin.poll())
                    .extracting(DropEvent::rule, DropEvent::epoch)
                    .containsExactly(tuple("cldap", 1L), tuple("cldap", 1L));
        }
    }
}
