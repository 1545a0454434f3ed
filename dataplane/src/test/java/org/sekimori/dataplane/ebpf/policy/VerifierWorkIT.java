package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.command.Images;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.policy.Direction;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

/** The verifier's work grows with a program's length, not with the ways through it, and stays far from a million. */
class VerifierWorkIT {
    /** Half of what the verifier takes. */
    static final int MAX_VERIFIED = 500_000;
    /** What the headers around take, whatever the rules. */
    private static final int MAX_HEADERS = 60_000;
    /** How often an instruction of the rules is followed, in the mean. */
    private static final int MAX_WAYS = 6;

    private static final long SEED = 20_261_130;
    private static final int RANDOM_POLICIES = 100;

    @BeforeEach
    void needsPrograms() {
        TestKernel.needs(AttachPoint.XDP);
        TestKernel.needs(AttachPoint.TCX_INGRESS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeLittleForProfiles(Profile profile) {
        checkAll(profile.table());
    }

    /** For the first two the verifier took up to 1,000,000 and 918,714 while each header and each rule was a way of its own. */
    @ParameterizedTest
    @ValueSource(longs = {466_228_200, 466_461_004, 466_511_406, 466_530_613, 466_377_002})
    void shouldBeLittleWhereEachWayWasFollowed(long seed) {
        checkAll(random(seed));
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeLittleForRandomPolicies(TestStation place) {
        for (long seed = SEED; seed < SEED + RANDOM_POLICIES; seed++) {
            check(random(seed), place.station());
        }
    }

    static Stream<Arguments> sizes() {
        return Stream.of(16, 64, 256, 1_024)
                .flatMap(rules -> Stream.of(TestStation.values()).map(place -> Arguments.of(rules, place)));
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void shouldGrowWithTheRulesOnly(int rules, TestStation place) {
        PolicyTable table = new MixedPolicies(place.station().direction()).table(rules);
        assertThat(PolicyProgram.compile(table, place.station()).program()).isPresent();
        check(table, place.station());
    }

    /** Each tells of a match by a function, which the verifier follows for each anew. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.MATCH_NONE, names = ".*_DROPPING")
    void shouldStayFarFromItsEndHoweverManyRulesOnlyWatch(TestStation place) {
        PolicyTable table = watching(512, place.station().direction());
        PolicyProgram compiled =
                PolicyProgram.compile(table, place.station()).program().orElseThrow();
        try (KernelProgram program = new KernelProgram(place.station().hook(), compiled)) {
            assertThat(program.verifiedInstructions()).isBetween(100_000, MAX_VERIFIED);
        }
        assertThat(PolicyProgram.compile(watching(513, place.station().direction()), place.station())
                        .refusal())
                .isEqualTo("the policy is too large: its program would tell of matches in more than 512 places");
        assertThat(PolicyProgram.compile(
                                watching(1_024, place.station().direction()),
                                place.station().withoutMatches())
                        .program())
                .as("without events of matches there is room for all")
                .isPresent();
    }

    /** As many on a port as there may be, all of which fit the same packets. */
    private static PolicyTable watching(int rules, Direction direction) {
        StringBuilder text = new StringBuilder("version: 1\nname: watching\nrules:\n");
        String way = direction.name().toLowerCase(Locale.ROOT);
        for (int i = 0; i < rules; i++) {
            text.append("  - {name: w" + i + ", direction: " + way + ", protocol: tcp, destination-ports: "
                    + (1 + i / 32) + ", mode: monitor}\n");
        }
        return Images.table(Images.of(text.toString()));
    }

    private static PolicyTable random(long seed) {
        return PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(seed).policy()));
    }

    private static void checkAll(PolicyTable table) {
        for (TestStation place : TestStation.values()) {
            check(table, place.station());
        }
    }

    private static void check(PolicyTable table, Station station) {
        PolicyProgram.compile(table, station).program().ifPresent(compiled -> {
            try (KernelProgram program = new KernelProgram(station.hook(), compiled)) {
                assertThat(program.verifiedInstructions())
                        .as("followed of %d instructions", compiled.code().length())
                        .isPositive()
                        .isLessThan(MAX_VERIFIED)
                        .isLessThan(MAX_HEADERS + MAX_WAYS * compiled.code().length());
            }
        });
    }
}
