package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.policy.FlowTwin.Seen;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

/** Random conversations meet the same verdicts where the kernel forwards, and where the box sees every frame. */
class SolicitedSequencesIT {
    private static final long SEED = 20_261_129;
    private static final int SEQUENCES = 40;
    private static final int FRAMES = 250;

    @BeforeEach
    void needsPrograms() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @ParameterizedTest
    @EnumSource
    void shouldJudgeConversationsAsTheBoxDoes(Hook hook) {
        int inKernel = 0;
        for (long seed = SEED; seed < SEED + SEQUENCES; seed++) {
            inKernel += run(hook, policy(seed), seed);
        }
        assertThat(inKernel).isGreaterThan(SEQUENCES * FRAMES / 10);
    }

    private static PolicyTable policy(long seed) {
        List<Profile> profiles = List.of(Profile.STRICT, Profile.SHIELD, Profile.DEFAULT_DROP);
        if (seed % 4 < profiles.size()) {
            return profiles.get((int) (seed % 4)).table();
        }
        for (long other = seed * SEQUENCES; ; other++) {
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(new RandomPolicies(other).policy()));
            if (table.asksForFlows() && !table.isMonitorOnly() && !table.asksForConnections()) {
                return table;
            }
        }
    }

    /** How many frames the programs decided until the end, or until a flow ran out a moment too early. */
    private static int run(Hook hook, PolicyTable table, long seed) {
        int inKernel = 0;
        RandomFlows flows = new RandomFlows(seed);
        try (FlowTwin twin = new FlowTwin(table, hook, flows.nowNs())) {
            for (int i = 0; i < FRAMES; i++) {
                byte[] frame = flows.next();
                Seen seen = twin.judge(flows.direction(), frame, flows.nowNs());
                if (!seen.agrees() && !seen.byKernel() && seen.drops() && flows.isNearItsEnd()) {
                    return inKernel;
                }
                assertThat(seen.agrees())
                        .as(
                                "seed %d, frame %d: %s %s",
                                seed, i, seen, HexFormat.of().formatHex(frame))
                        .isTrue();
                inKernel += seen.byKernel() ? 1 : 0;
            }
            twin.checkCounts();
        }
        return inKernel;
    }
}
