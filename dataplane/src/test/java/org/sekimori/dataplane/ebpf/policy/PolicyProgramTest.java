package org.sekimori.dataplane.ebpf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.walk.Hook;
import org.sekimori.dataplane.ebpf.walk.Station;
import org.sekimori.dataplane.ebpf.walk.VerdictSlots;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

class PolicyProgramTest {
    private static Offload compile(Policy policy) {
        return PolicyProgram.compile(PolicyTable.over(PolicyCompiler.compile(policy)), Station.dropping(Hook.XDP));
    }

    private static Rule udp(String name, int first, int last, AddressSet sources) {
        List<PortRange> ports = List.of(new PortRange(first, last));
        return Rule.drop(
                name,
                Direction.INBOUND,
                new Traffic(List.of(IpProtocol.UDP), List.of(), ports, sources, AddressSet.EMPTY, Match.ALL));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompileEveryProfile(Profile profile) {
        Offload offload = PolicyProgram.compile(profile.table(), Station.dropping(Hook.XDP));
        assertThat(offload.refusal()).isEmpty();
        assertThat(offload.program().orElseThrow().slots().ruleCount())
                .isEqualTo(profile.table().ruleCount());
    }

    @Test
    void shouldBeShortForTheShippedPolicy() {
        PolicyProgram program = PolicyProgram.compile(ShippedPolicy.table(), Station.dropping(Hook.XDP))
                .program()
                .orElseThrow();
        assertThat(program.code().length()).isLessThan(2_000);
        assertThat(program.maps()).extracting(MapPlan::reference).containsExactly(VerdictSlots.MAP);
    }

    @Test
    void shouldSayWhyThereIsNoProgram() {
        assertThat(compile(ShippedPolicy.policy().withMode(Mode.MONITOR)).refusal())
                .contains("only watches");
        assertThat(compile(Policy.of("none", List.of())).refusal()).contains("no inbound rule");
        List<Rule> overlapping = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            overlapping.add(udp("r" + i, 0, 1000 + i, AddressSet.of(Cidr.parse("192.0.2." + i + "/32"))));
        }
        assertThat(compile(Policy.of("deep", overlapping)).refusal()).contains("more than 12");
    }

    @Test
    void shouldKeepLargeSetsInMaps() {
        List<Cidr> networks = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            networks.add(Cidr.parse("10." + i + ".0.0/24"));
            networks.add(Cidr.parse("2001:db8:" + i + "::/64"));
        }
        PolicyProgram program = compile(Policy.of("sets", List.of(udp("r", 7, 7, AddressSet.of(networks)))))
                .program()
                .orElseThrow();
        assertThat(program.maps())
                .extracting(MapPlan::reference)
                .containsExactly(VerdictSlots.MAP, new MapReference("addresses4"), new MapReference("addresses6"));
        assertThat(program.maps()).extracting(MapPlan::maxEntries).containsExactly(5, 100, 100);
    }
}
