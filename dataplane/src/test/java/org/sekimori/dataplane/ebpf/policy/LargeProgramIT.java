package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sekimori.dataplane.agent.FrameTrial;
import org.sekimori.dataplane.ebpf.policy.KernelTwin.Outcome;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.AttachPoint;
import org.sekimori.dataplane.linux.TestKernel;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.PolicyCompiler;

/** The verifier takes programs up to the longest that are compiled. */
class LargeProgramIT {
    private static final Station STATION =
            Station.forwarding(Hook.TCX, Direction.INBOUND, 1).sampling();
    private static final int STEP = 20;
    private static final int MAX_RULES = 1_000;
    private static final int DEPTH = 10;

    private final SplittableRandom random = new SplittableRandom(20_261_125);

    @BeforeEach
    void needsXdp() {
        TestKernel.needs(AttachPoint.XDP);
    }

    @Test
    void shouldLoadRulesForManyPorts() {
        check(longest(i -> rule(i, new PortRange(10 * i, 10 * i + 5), sources(16, 4))));
    }

    @Test
    void shouldLoadManyRulesForEachPort() {
        check(longest(i -> rule(i, new PortRange(10 * (i / DEPTH), 10 * (i / DEPTH) + 9 - i % DEPTH), sources(4, 4))));
    }

    @Test
    void shouldLoadAThousandPorts() {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < MAX_RULES; i++) {
            rules.add(rule(i, PortRange.of(2 * i), AddressSet.EMPTY));
        }
        check(table(rules));
    }

    /** The policy with the most of such rules that has a program. */
    private PolicyTable longest(IntFunction<Rule> maker) {
        List<Rule> rules = new ArrayList<>();
        PolicyTable last = null;
        while (rules.size() < MAX_RULES) {
            for (int i = 0; i < STEP; i++) {
                rules.add(maker.apply(rules.size()));
            }
            PolicyTable next = table(rules);
            Offload offload = PolicyProgram.compile(next, STATION);
            if (offload.program().isEmpty()) {
                assertThat(offload.refusal()).contains("longer than " + Draft.MAX_INSTRUCTIONS);
                assertThat(last).isNotNull();
                return last;
            }
            last = next;
        }
        return last;
    }

    private static PolicyTable table(List<Rule> rules) {
        return PolicyTable.over(PolicyCompiler.compile(Policy.of("large", rules)));
    }

    private void check(PolicyTable table) {
        PolicyProgram program = PolicyProgram.compile(table, STATION).program().orElseThrow();
        try (KernelTwin twin = new KernelTwin(table, program, new FrameTrial(table), STATION)) {
            for (int i = 0; i < 2_000; i++) {
                String source = random.nextBoolean() ? "10.0.0." + random.nextInt(256) : "192.0.2.1";
                FrameBuilder frame =
                        FrameBuilder.frame().ipv4(source, "198.51.100.2").udp(4000, random.nextInt(2 * MAX_RULES));
                assertThat(twin.judge(frame.bytes())).isNotEqualTo(Outcome.MISSED);
            }
            twin.checkCounts();
            assertThat(twin.verifiedInstructions()).isPositive().isLessThan(VerifierWorkIT.MAX_VERIFIED);
        }
    }

    private AddressSet sources(int ipv4, int ipv6) {
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < ipv4; i++) {
            networks.add(Cidr.around(Cidr.IPV4, 0, 0x0A00_0000L + 16 * i + random.nextInt(8), 32));
        }
        for (int i = 0; i < ipv6; i++) {
            networks.add(Cidr.around(Cidr.IPV6, random.nextLong(), random.nextLong(), 100));
        }
        return AddressSet.of(networks);
    }

    private static Rule rule(int number, PortRange ports, AddressSet sources) {
        return Rule.drop(
                "r" + number,
                Direction.INBOUND,
                new Traffic(List.of(IpProtocol.UDP), List.of(), List.of(ports), sources, AddressSet.EMPTY, Match.ALL));
    }
}
