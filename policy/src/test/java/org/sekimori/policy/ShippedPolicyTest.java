package org.sekimori.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.policy.text.PolicyReader;

class ShippedPolicyTest {
    private static final int HIGH_PORT = 50_000;

    private final PolicyTable table = ShippedPolicy.table();
    private final List<String> monitored = new ArrayList<>();

    @Test
    void shouldHoldTheRulesInOrder() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < table.ruleCount(); i++) {
            names.add(table.ruleName(i));
        }
        assertThat(names).containsExactly("cldap", "ntp", "dns", "ssdp", "smb", "netbios", "rpc-smb-outbound");
        assertThat(table.policyName()).isEqualTo("shipped");
        assertThat(table.isMonitor(6)).isTrue();
        assertThat(table.isMonitor(0)).isFalse();
    }

    @Test
    void shouldReadWithoutFinding() {
        assertThat(PolicyReader.read("shipped", ShippedPolicy.text()).findings())
                .isEmpty();
    }

    @Test
    void shouldDropWhatCannotBeJudgedInboundOnly() {
        assertThat(Verdict.isDrop(table.malformed(Direction.INBOUND))).isTrue();
        assertThat(Verdict.isDrop(table.malformed(Direction.OUTBOUND))).isFalse();
        assertThat(Verdict.isDrop(table.undecodable(Direction.INBOUND))).isTrue();
        assertThat(Verdict.isDrop(table.undecodable(Direction.OUTBOUND))).isFalse();
        for (Direction direction : Direction.values()) {
            assertThat(Verdict.isDrop(table.defaultVerdict(direction))).isFalse();
            assertThat(Verdict.ruleIndex(table.defaultVerdict(direction))).isEqualTo(Verdict.NO_RULE);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, 53, 1, dns",
        "17, 53, 2,",
        "17, 53, 0,",
        "17, 123, 1, ntp",
        "17, 123, 2,",
        "17, 1900, 1, ssdp",
        "17, 1900, 2,",
        "17, 1900, 0,",
        "17, 389, 0, cldap",
        "17, 389, 1, cldap",
        "17, 389, 2, cldap",
        "17, 445, 0,",
        "17, 139, 0,",
        "6, 445, 1, smb",
        "6, 445, 2, smb",
        "6, 445, 0, smb",
        "6, 139, 2, netbios",
        "6, 53, 1,",
        "6, 123, 1,",
        "6, 389, 1,",
        "6, 135, 1,",
        "132, 53, 1,",
    })
    void shouldDropInboundExactlyWhatDesignSays(int ipProtocol, int port, int messageKind, String rule) {
        for (int version : new int[] {4, 6}) {
            int verdict = evaluate(Direction.INBOUND, version, ipProtocol, port, messageKind);
            if (rule == null) {
                assertThat(verdict).isEqualTo(Verdict.pass(Verdict.NO_RULE));
            } else {
                assertThat(Verdict.isDrop(verdict)).isTrue();
                assertThat(table.ruleName(Verdict.ruleIndex(verdict))).isEqualTo(rule);
            }
        }
        assertThat(monitored).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "6, 135, true", "6, 137, true", "6, 138, true", "6, 139, true", "6, 445, true",
        "17, 135, true", "17, 137, true", "17, 138, true", "17, 139, true", "17, 445, true",
        "6, 134, false", "6, 136, false", "6, 140, false", "17, 444, false", "17, 446, false",
        "17, 53, false", "17, 389, false", "17, 123, false", "17, 1900, false"
    })
    void shouldWatchOutboundFileSharingAndPassEverything(int ipProtocol, int port, boolean watched) {
        int verdict = evaluate(Direction.OUTBOUND, 4, ipProtocol, port, MessageKind.REQUEST);
        assertThat(verdict).isEqualTo(Verdict.pass(Verdict.NO_RULE));
        assertThat(monitored).isEqualTo(watched ? List.of("rpc-smb-outbound") : List.of());
    }

    @Test
    void shouldPassRepliesToEveryPortNoRuleNames() {
        for (int port = 0; port <= PortRange.MAX_PORT; port++) {
            int verdict = evaluate(Direction.INBOUND, 4, IpProtocol.UDP, port, MessageKind.REPLY);
            assertThat(Verdict.isDrop(verdict)).as("port %d", port).isEqualTo(port == 389);
        }
    }

    @Test
    void shouldPassFragmentsWithoutPorts() {
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.ipv4(1, 2);
        fields.ipProtocol(IpProtocol.UDP);
        assertThat(table.evaluate(fields, rule -> {})).isEqualTo(Verdict.pass(Verdict.NO_RULE));
    }

    @Test
    void shouldStaySmallEnoughForTheFirstCaches() {
        assertThat(table.imageBytes()).isLessThan(20 * 1024);
    }

    private int evaluate(Direction direction, int version, int ipProtocol, int port, int messageKind) {
        MatchFields fields = new MatchFields();
        fields.clear();
        fields.direction(direction);
        if (version == 4) {
            fields.ipv4(0xC0000201, 0xC6336401);
        } else {
            fields.ipv6(0x2001_0DB8L << 32, 1, 0x2001_0DB8L << 32, 2);
        }
        fields.ipProtocol(ipProtocol);
        fields.ports(HIGH_PORT, port);
        fields.messageKind(messageKind);
        return table.evaluate(fields, rule -> monitored.add(table.ruleName(rule)));
    }
}
