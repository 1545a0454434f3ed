package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.profile.Profile;

class AskedFlowsTest {
    private static final long SEED = 20_261_129;

    private static MatchFields outbound(int ipProtocol, int sourcePort, int destinationPort) {
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.direction(Direction.OUTBOUND);
        fields.ipv4(1, 2);
        fields.ipProtocol(ipProtocol);
        fields.ports(sourcePort, destinationPort);
        return fields;
    }

    private static AskedFlows flows(String profile) {
        return Profile.of(profile).orElseThrow().table().flows();
    }

    @Test
    void shouldBeNoneWhereNoRuleAsks() {
        assertThat(ShippedPolicy.table().flows()).isSameAs(AskedFlows.NONE);
        assertThat(AskedFlows.NONE.concerns(outbound(IpProtocol.UDP, 4000, 53))).isFalse();
    }

    @Test
    void shouldGoByThePortsOfBothEnds() {
        AskedFlows strict = flows("strict");
        assertThat(strict.concerns(outbound(IpProtocol.UDP, 4000, 53))).isTrue();
        assertThat(strict.concerns(outbound(IpProtocol.UDP, 123, 4000))).isTrue();
        assertThat(strict.concerns(outbound(IpProtocol.UDP, 4000, 443))).isFalse();
        assertThat(strict.concerns(outbound(IpProtocol.TCP, 4000, 53))).isFalse();
        assertThat(flows("default-drop").concerns(outbound(IpProtocol.UDP, 4000, 443)))
                .isTrue();
    }

    @Test
    void shouldConcernNothingThatComesIn() {
        MatchFields fields = outbound(IpProtocol.UDP, 4000, 53);
        fields.direction(Direction.INBOUND);
        assertThat(flows("strict").concerns(fields)).isFalse();
    }

    @Test
    void shouldCoverWhatAsksForLess() {
        assertThat(flows("strict").covers(flows("strict"))).isTrue();
        assertThat(flows("strict").covers(flows("default-drop"))).isFalse();
        assertThat(flows("shield").covers(flows("strict"))).isFalse();
        assertThat(flows("strict").covers(AskedFlows.NONE)).isTrue();
        assertThat(AskedFlows.NONE.covers(flows("strict"))).isFalse();
        assertThat(AskedFlows.all().covers(flows("default-drop"))).isTrue();
    }

    @Test
    void shouldNameThePorts() {
        assertThat(flows("strict").insidePorts(IpProtocol.UDP)).containsExactly(PortRange.of(53), PortRange.of(123));
        assertThat(flows("default-drop").insidePorts(IpProtocol.UDP)).contains(new PortRange(444, PortRange.MAX_PORT));
        assertThat(flows("strict").outsidePorts(IpProtocol.TCP)).isEmpty();
    }

    /** Whatever is asked about an inbound packet, its flow is among them. */
    @Test
    void shouldHoldEveryFlowThatAnyPolicyAsksAbout() {
        int asked = 0;
        for (long seed = SEED; seed < SEED + 300; seed++) {
            RandomPolicies random = new RandomPolicies(seed);
            PolicyTable table = PolicyTable.over(PolicyCompiler.compile(random.policy()));
            for (int i = 0; i < 200; i++) {
                asked += isHeld(random, table) ? 1 : 0;
            }
        }
        assertThat(asked).isGreaterThan(1_000);
    }

    private static boolean isHeld(RandomPolicies random, PolicyTable table) {
        MatchFields fields = new MatchFields();
        random.packet(fields);
        fields.direction(Direction.INBOUND);
        boolean[] isAsked = new boolean[1];
        table.evaluate(fields, new PacketMemory() {
            @Override
            public void onMonitorMatch(int ruleIndex) {}

            @Override
            public boolean isSolicited(MatchFields inbound) {
                isAsked[0] = true;
                return false;
            }
        });
        if (isAsked[0]) {
            fields.direction(Direction.OUTBOUND);
            int source = fields.sourcePort();
            if (fields.hasPorts()) {
                fields.ports(fields.destinationPort(), source);
            }
            assertThat(table.flows().concerns(fields)).isTrue();
        }
        return isAsked[0];
    }
}
