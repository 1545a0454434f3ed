package org.sekimori.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    @Test
    void shouldRefuseMorePartsThanMemoryHolds() {
        List<PortRange> odd = IntStream.range(0, 32_768)
                .mapToObj(port -> new PortRange(2 * port + 1, 2 * port + 1))
                .toList();
        Traffic traffic = new Traffic(
                List.of(IpProtocol.TCP, IpProtocol.UDP), List.of(), odd, AddressSet.EMPTY, AddressSet.EMPTY, Match.ALL);
        List<Rule> rules = IntStream.range(0, 10)
                .mapToObj(number -> Rule.drop("r" + number, Direction.INBOUND, traffic))
                .toList();
        Policy policy = Policy.of("ports", rules);
        assertThatThrownBy(() -> PolicyCompiler.compile(policy, Structure.CLASSIFIERS))
                .isInstanceOf(PolicyTooLargeException.class)
                .hasMessageStartingWith(
                        "the rules have more than 600000 combinations of protocol and destination port");
    }

    /** Port ranges that shift against each other give every port its own list: the worst lists can meet. */
    @Test
    void shouldNotMultiplyListsOfManyRules() {
        Policy policy = shifted(3_000, List.of(Cidr.parse("10.0.0.0/8")));
        assertThat(Structure.of(policy.rules())).isEqualTo(Structure.CLASSIFIERS);
        assertThat(PolicyCompiler.compile(policy).capacity()).isLessThan(1 << 22);
    }

    /** Behind a rule that decides all, no candidate is worth a byte. */
    @Test
    void shouldEndListsAtTheFirstRuleThatDecidesAll() {
        int length = PolicyCompiler.compile(shifted(3_000, List.of()), Structure.LISTS)
                .capacity();
        assertThat(length).isLessThan(1 << 20);
    }

    @Test
    void shouldWalkListsWhereNoneIsLong() {
        assertThat(Structure.of(ShippedPolicy.policy().rules())).isEqualTo(Structure.LISTS);
        assertThat(Structure.of(ports(1_000, 60))).isEqualTo(Structure.LISTS);
        assertThat(Structure.of(ports(1_000, 70_000))).isEqualTo(Structure.CLASSIFIERS);
        assertThat(Structure.of(ports(2_000, 1))).isEqualTo(Structure.CLASSIFIERS);
        assertThat(Structure.of(List.of())).isEqualTo(Structure.LISTS);
    }

    /** Rules for ports one behind the other, each as wide as said, which only ask for a source. */
    private static List<Rule> ports(int count, int width) {
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            PortRange ports = new PortRange(6 * i, Math.min(PortRange.MAX_PORT, 6 * i + width));
            Traffic traffic = new Traffic(
                    List.of(IpProtocol.TCP),
                    List.of(),
                    List.of(ports),
                    AddressSet.of(Cidr.parse("10.0.0.0/8")),
                    AddressSet.EMPTY,
                    Match.ALL);
            rules.add(Rule.drop("r" + i, Direction.INBOUND, traffic));
        }
        return rules;
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
