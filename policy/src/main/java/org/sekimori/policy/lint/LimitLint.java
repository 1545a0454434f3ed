package org.sekimori.policy.lint;

import java.util.List;
import org.sekimori.policy.Action;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Mode;
import org.sekimori.policy.PortRange;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;

/** Remarks on limits and memory that have no effect, or another than it seems. */
final class LimitLint {
    private LimitLint() {}

    static void check(LintedRule linted, List<Remark> remarks) {
        Rule rule = linted.rule();
        Traffic traffic = rule.traffic();
        if (rule.limit().isPresent() && rule.mode() == Mode.MONITOR) {
            remarks.add(linted.remark(
                    "limit", "'limit' limits nothing in a rule that only watches; it counts what goes beyond"));
        }
        if (rule.limit().isPresent() && rule.limit().get().connections() > 0 && traffic.match() == Match.REPLIES) {
            remarks.add(linted.remark(
                    "limit",
                    "'connections' is looked at when a connection begins, which 'match: replies' never sees; leave"
                            + " 'match' out"));
        }
        if (countsSegments(linted)) {
            remarks.add(linted.remark(
                    "limit",
                    "'rate' counts every segment of a TCP connection, so one that lasts goes beyond; write 'match: requests' to"
                            + " count new connections, or 'match: all' if segments are meant"));
        }
        if (linted.places().has("allow-limit")) {
            checkAllowLimit(linted, remarks);
        }
        if (traffic.match() == Match.SOLICITED && rule.action() == Action.PASS) {
            checkReplyBits(linted, remarks);
        }
    }

    /** Whether a rate for TCP is likely meant for new connections; 'match: all' in so many words says that it isn't. */
    private static boolean countsSegments(LintedRule linted) {
        Rule rule = linted.rule();
        return rule.limit().isPresent()
                && rule.limit().get().ratePerMinute() > 0
                && rule.mode() == Mode.ENFORCE
                && rule.traffic().protocols().equals(List.of(IpProtocol.TCP))
                && rule.traffic().match() == Match.ALL
                && !linted.places().has("match");
    }

    private static void checkAllowLimit(LintedRule linted, List<Remark> remarks) {
        if (linted.rule().allowFrom().isEmpty()) {
            remarks.add(linted.remark("allow-limit", "'allow-limit' changes nothing without 'allow-from'"));
        } else if (!linted.rule().traffic().hasProtocol(IpProtocol.UDP)) {
            remarks.add(linted.remark("allow-limit", "'allow-limit' is for UDP, which this rule doesn't look at"));
        }
    }

    private static void checkReplyBits(LintedRule linted, List<Remark> remarks) {
        Traffic traffic = linted.rule().traffic();
        if (!traffic.hasProtocol(IpProtocol.UDP)) {
            return;
        }
        for (PortRange range : traffic.sourcePorts()) {
            for (int port = range.first(); port <= range.last(); port++) {
                if (!Traffic.UDP_PORTS_WITH_DIRECTION.contains(port)) {
                    remarks.add(linted.remark(
                            "match",
                            "udp port " + port + " has no reply bit: whatever comes from there to a port that asked it"
                                    + " is solicited, and the grace after a start doesn't hold for it"));
                    return;
                }
            }
        }
    }
}
