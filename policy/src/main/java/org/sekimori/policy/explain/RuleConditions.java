package org.sekimori.policy.explain;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.Action;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.Match;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;

/** One rule's conditions against one packet, each looked at once, in the order the table looks; what is not asked for is skipped. */
final class RuleConditions {
    private final Rule rule;
    private final int ruleIndex;
    private final MatchFields fields;
    private final PacketMemory memory;
    private final List<Condition> seen = new ArrayList<>();

    RuleConditions(Rule rule, int ruleIndex, MatchFields fields, PacketMemory memory) {
        this.rule = rule;
        this.ruleIndex = ruleIndex;
        this.fields = fields;
        this.memory = memory;
    }

    /** The conditions looked at so far. */
    List<Condition> seen() {
        return seen;
    }

    /** Whether the packet is one the rule looks for. */
    boolean holdForTraffic() {
        Traffic traffic = rule.traffic();
        return holdsDirection()
                && holdsProtocol(traffic)
                && holdsPorts("destination-ports", traffic.destinationPorts(), fields.destinationPort())
                && holdsPorts("source-ports", traffic.sourcePorts(), fields.sourcePort())
                && holdsAddress("sources", traffic.sources(), fields.sourceHigh(), fields.sourceLow())
                && holdsAddress(
                        "destinations", traffic.destinations(), fields.destinationHigh(), fields.destinationLow())
                && holdsMatch(traffic.match());
    }

    /** Whether the rule's {@code allow-from} lets the source by. */
    boolean letsBy() {
        AddressSet allowed = rule.allowFrom();
        if (allowed.isEmpty()) {
            return false;
        }
        String key = "allow-from";
        String wanted = "not in " + RuleWords.networks(allowed);
        String source = RuleWords.address(fields.ipVersion(), fields.sourceHigh(), fields.sourceLow());
        if (!allowed.contains(fields.ipVersion(), fields.sourceHigh(), fields.sourceLow())) {
            note(key, source, wanted, true);
            return false;
        }
        if (fields.ipProtocol() == IpProtocol.UDP && memory.exceedsAllowance(ruleIndex, fields)) {
            String beyond = source + ", beyond its allowance of " + RuleWords.limit(rule.allowLimit());
            note(key, beyond, wanted, true);
            return false;
        }
        note(key, source, wanted, false);
        return true;
    }

    /** Whether the rule applies for its limit: a drop to what goes beyond, a pass to what stays within. */
    boolean holdForLimit() {
        if (rule.limit().isEmpty()) {
            return true;
        }
        Limit limit = rule.limit().get();
        boolean exceeds = memory.exceedsLimit(ruleIndex, fields);
        boolean wantsMore = rule.action() == Action.DROP;
        String wanted = (wantsMore ? "beyond " : "within ") + RuleWords.limit(limit);
        return note("limit", exceeds ? "beyond the limit" : "within the limit", wanted, exceeds == wantsMore);
    }

    private boolean holdsDirection() {
        String wanted = rule.direction().word();
        return note("direction", fields.direction().word(), wanted, fields.direction() == rule.direction());
    }

    private boolean holdsProtocol(Traffic traffic) {
        if (traffic.protocols().isEmpty()) {
            return true;
        }
        String found = RuleWords.protocol(fields.ipProtocol());
        return note(
                "protocol", found, RuleWords.protocols(traffic.protocols()), traffic.hasProtocol(fields.ipProtocol()));
    }

    private boolean holdsPorts(String key, List<PortRange> ports, int port) {
        if (ports.isEmpty()) {
            return true;
        }
        boolean holds = fields.hasPorts() && ports.stream().anyMatch(range -> range.contains(port));
        return note(key, fields.hasPorts() ? Integer.toString(port) : withoutPorts(), RuleWords.ports(ports), holds);
    }

    private String withoutPorts() {
        return fields.fragment() == MatchFields.LATER_FRAGMENT ? "no ports, being a later fragment" : "no ports";
    }

    private boolean holdsAddress(String key, AddressSet set, long high, long low) {
        if (set.isEmpty()) {
            return true;
        }
        String found = RuleWords.address(fields.ipVersion(), high, low);
        return note(key, found, RuleWords.networks(set), set.contains(fields.ipVersion(), high, low));
    }

    private boolean holdsMatch(Match match) {
        switch (match) {
            case REQUESTS:
                return noteKind(match, MessageKind.REQUEST);
            case REPLIES:
                return noteKind(match, MessageKind.REPLY);
            case SOLICITED:
                return noteSolicited(match, true);
            case UNSOLICITED:
                return noteSolicited(match, false);
            default:
                return true;
        }
    }

    private boolean noteKind(Match match, int wanted) {
        String brevity = fields.isUndersized() ? ", too short to tell" : "";
        String found = RuleWords.kind(fields.messageKind()) + brevity;
        return note("match", found, match.word(), fields.messageKind() == wanted);
    }

    private boolean noteSolicited(Match match, boolean wanted) {
        boolean solicited = memory.isSolicited(fields);
        String found = (solicited ? Match.SOLICITED : Match.UNSOLICITED).word();
        return note("match", found, match.word(), solicited == wanted);
    }

    private boolean note(String key, String found, String wanted, boolean holds) {
        seen.add(new Condition(key, found, wanted, holds));
        return holds;
    }
}
