package org.sekimori.control.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

final class LabPolicyTest {
    @Test
    void shouldLetThePartnerInAtBothSmbRulesAndNowhereElse() {
        PolicyReading reading = PolicyReader.read("lab", LabPolicy.withPartner());

        assertThat(reading.hasErrors()).as("%s", reading.findings()).isFalse();
        assertThat(LabPolicy.withPartner().lines().filter(line -> line.startsWith("    allow-from:")))
                .hasSize(2)
                .allMatch(line -> line.contains(Addresses.PARTNER));
        assertThat(LabPolicy.withPartner().replaceAll("(?m)^    allow-from:.*\n", ""))
                .isEqualTo(ShippedPolicy.text());
    }

    @Test
    void shouldPlayAtLeastOneAttackForEveryRuleThatDrops() {
        List<String> rules = PolicyReader.read("shipped", ShippedPolicy.text()).policy().orElseThrow().rules().stream()
                .map(rule -> rule.name())
                .filter(name -> !name.equals("rpc-smb-outbound"))
                .toList();

        for (Placement placement : Placement.values()) {
            assertThat(Attack.all(placement, false)).extracting(Attack::rule).containsAll(rules);
        }
    }

    @Test
    void shouldLeaveOutCldapAnswersWhenQuick() {
        assertThat(Attack.all(Placement.INSIDE, true)).extracting(Attack::rule).doesNotContain("cldap");
    }
}
