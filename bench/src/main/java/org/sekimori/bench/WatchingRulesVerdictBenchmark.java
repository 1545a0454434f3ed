package org.sekimori.bench;

import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Cidr;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.compile.PolicyCompiler;

/** Time to judge a packet that so many rules match, none of which decides: each has to be counted, and no more. */
public class WatchingRulesVerdictBenchmark extends TimedBenchmark {
    private static final int SOURCE = 0x0A01_0203;
    private static final int PORT = 5000;

    /** How many rules the packet matches. */
    @Param({"8", "16", "64", "1000", "20000"})
    public int rules;

    private final MatchFields fields = new MatchFields();
    private PolicyTable alike;
    private PolicyTable nested;
    private PolicyTable decided;
    private Counts counts;

    private record Counts(long[] matches) implements PacketMemory {
        @Override
        public void onMonitorMatch(int ruleIndex) {
            matches[ruleIndex]++;
        }
    }

    /** Compiles the policies. */
    @Setup
    public void build() {
        counts = new Counts(new long[rules + 1]);
        fields.direction(Direction.INBOUND);
        fields.ipv4(SOURCE, 1);
        fields.transport(IpProtocol.UDP, PORT, PORT);
        alike = table(0, Mode.MONITOR);
        nested = table(Integer.SIZE, Mode.MONITOR);
        decided = table(0, Mode.ENFORCE);
    }

    /** The rules look for the same port. */
    @Benchmark
    public int rulesForOnePort() {
        return alike.evaluate(fields, counts);
    }

    /** They look for networks of 25 lengths in turn, each around the next. */
    @Benchmark
    public int rulesForNestedNetworks() {
        return nested.evaluate(fields, counts);
    }

    /** Baseline: as many rules, of which the first decides. */
    @Benchmark
    public int firstRuleDecides() {
        return decided.evaluate(fields, counts);
    }

    private PolicyTable table(int lengths, Mode mode) {
        List<Rule> made = new ArrayList<>();
        for (int i = 0; i < rules; i++) {
            AddressSet sources = lengths == 0
                    ? AddressSet.EMPTY
                    : AddressSet.of(List.of(Cidr.around(Cidr.IPV4, 0, SOURCE, lengths - i % 25)));
            Traffic traffic = new Traffic(
                    List.of(IpProtocol.UDP),
                    List.of(),
                    List.of(PortRange.of(PORT)),
                    sources,
                    AddressSet.EMPTY,
                    Match.ALL);
            made.add(Rule.of("r" + i, Direction.INBOUND, traffic, Action.DROP, mode));
        }
        return PolicyTable.over(PolicyCompiler.compile(Policy.of("watching", made)));
    }
}
