package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.Match;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;
import org.sekimori.policy.range.Ranges;
import org.sekimori.policy.text.Values.Located;

/** Warns of rules that no packet can reach, because an earlier rule decides all they look for. */
final class Reachability {
    private Reachability() {}

    static void warn(List<Located<Rule>> rules, Findings findings) {
        List<Scope> deciding = new ArrayList<>();
        for (Located<Rule> located : rules) {
            Scope scope = Scope.of(located);
            for (Scope earlier : deciding) {
                if (earlier.covers(scope)) {
                    findings.warning(located.node(), message(located.value(), earlier));
                    break;
                }
            }
            if (located.value().decides() && located.value().limit().isEmpty()) {
                deciding.add(scope);
            }
        }
    }

    private static String message(Rule rule, Scope earlier) {
        return "rule '" + rule.name() + "' can never be reached: rule '"
                + earlier.rule.value().name() + "' in line " + Findings.line(earlier.rule.node())
                + " decides everything it looks for";
    }

    /** What a rule looks for, in merged ranges. */
    private record Scope(
            Located<Rule> rule,
            List<PortRange> sourcePorts,
            List<PortRange> destinationPorts,
            AddressSet sources,
            AddressSet destinations) {
        static Scope of(Located<Rule> rule) {
            Traffic traffic = rule.value().traffic();
            return new Scope(
                    rule,
                    Ranges.mergePorts(traffic.sourcePorts()),
                    Ranges.mergePorts(traffic.destinationPorts()),
                    traffic.sources(),
                    traffic.destinations());
        }

        boolean covers(Scope later) {
            Traffic mine = rule.value().traffic();
            Traffic other = later.rule.value().traffic();
            return rule.value().direction() == later.rule.value().direction()
                    && (mine.match() == Match.ALL || mine.match() == other.match())
                    && coversProtocols(mine.protocols(), other.protocols())
                    && coversPorts(destinationPorts, later.destinationPorts)
                    && coversPorts(sourcePorts, later.sourcePorts)
                    && coversAddresses(sources, later.sources)
                    && coversAddresses(destinations, later.destinations);
        }

        private static boolean coversProtocols(List<Integer> mine, List<Integer> other) {
            return mine.isEmpty() || !other.isEmpty() && mine.containsAll(other);
        }

        /** A rule that names ports, were it all of them, doesn't see fragments, which have none. */
        private static boolean coversPorts(List<PortRange> mine, List<PortRange> other) {
            return mine.isEmpty() || !other.isEmpty() && Ranges.coverPorts(mine, other);
        }

        private static boolean coversAddresses(AddressSet mine, AddressSet other) {
            return mine.isEmpty() || !other.isEmpty() && mine.covers(other);
        }
    }
}
