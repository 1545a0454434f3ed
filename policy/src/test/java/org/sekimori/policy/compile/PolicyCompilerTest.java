package org.sekimori.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Traffic;

class PolicyCompilerTest {
    @Test
    void shouldRefuseWhatGrowsBeyondTheBound() {
        int length = PolicyCompiler.compile(ShippedPolicy.policy()).capacity();
        assertThat(PolicyCompiler.compile(ShippedPolicy.policy(), length).capacity())
                .isEqualTo(length);
        for (int bound : new int[] {length - 1, length - 100, length / 2, 7_000}) {
            assertThatThrownBy(() -> PolicyCompiler.compile(ShippedPolicy.policy(), bound))
                    .isInstanceOf(PolicyTooLargeException.class)
                    .hasMessage("the policy's image would be longer than " + bound
                            + " bytes; use fewer rules, or fewer different destination-ports");
        }
    }

    /** Port ranges that shift against each other give every port its own list: the worst the layout can meet. */
    @Test
    void shouldStopEarlyWhereListsMultiply() {
        assertThatThrownBy(() -> PolicyCompiler.compile(shifted(3_000, List.of(Cidr.parse("10.0.0.0/8"))), 1 << 20))
                .isInstanceOf(PolicyTooLargeException.class);
    }

    /** Behind a rule that decides all, no candidate is worth a byte. */
    @Test
    void shouldEndListsAtTheFirstRuleThatDecidesAll() {
        int length = PolicyCompiler.compile(shifted(3_000, List.of())).capacity();
        assertThat(length).isLessThan(1 << 20);
    }

    private static Policy shifted(int count, List<Cidr> sources) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PortRange ports = new PortRange(7 * i, 7 * i + 32_000);
            Traffic traffic = new Traffic(
                    List.of(IpProtocol.TCP),
                    List.of(),
                    List.of(ports),
                    AddressSet.of(sources),
                    AddressSet.EMPTY,
                    Match.ALL);
            rules.add(Rule.drop("r" + i, Direction.INBOUND, traffic));
        }
        return Policy.of("p", rules);
    }
}
