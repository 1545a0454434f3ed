package org.sekimori.policy.lint;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.sekimori.policy.Action;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Match;
import org.sekimori.policy.Rule;
import org.sekimori.policy.Traffic;

/**
 * Remarks on what cuts off replies to questions from inside: an inbound rule that drops them, or a default that does where
 * no rule lets them in. Rules that name {@code sources}, or say {@code match: all} in so many words, are thought to be meant; a
 * rule that lets some of the replies in, to be enough.
 */
final class ReplyCuts {
    private static final Set<Replies> EVERY_DNS = Set.of(Replies.DNS_FIXED, Replies.DNS);
    private static final Set<Replies> EVERY_NTP = Set.of(Replies.NTP_FIXED, Replies.NTP);

    private final List<Remark> remarks;
    private final Set<Replies> open = EnumSet.allOf(Replies.class);

    ReplyCuts(List<Remark> remarks) {
        this.remarks = remarks;
    }

    void check(LintedPolicy policy) {
        for (LintedRule linted : policy.rules()) {
            Rule rule = linted.rule();
            if (open.isEmpty()) {
                return;
            }
            if (rule.direction() == Direction.INBOUND && rule.decides()) {
                if (rule.action() == Action.PASS) {
                    open.removeIf(replies -> replies.areTouchedBy(rule.traffic()));
                } else if (rule.limit().isEmpty() && isWide(rule.traffic())) {
                    checkDrop(linted);
                }
            }
        }
        if (policy.defaults().inbound() == Action.DROP && !open.isEmpty()) {
            remarks.add(new Remark(policy.places().of("defaults"), defaultMessage()));
        }
    }

    /** Rules for some machines are taken to close these, unless they name ports. */
    private static boolean isWide(Traffic traffic) {
        return traffic.sources().isEmpty() && (traffic.destinations().isEmpty() || traffic.namesPorts());
    }

    private void checkDrop(LintedRule linted) {
        Traffic traffic = linted.rule().traffic();
        Set<Replies> cut = EnumSet.copyOf(open);
        cut.removeIf(replies -> !replies.areTakenBy(traffic));
        if (cut.isEmpty()) {
            return;
        }
        open.removeAll(cut);
        if (isMeant(linted)) {
            return;
        }
        String key = traffic.destinationPorts().isEmpty() ? "source-ports" : "destination-ports";
        remarks.add(linted.remark(
                linted.places().has(key) ? key : "name",
                "rule '" + linted.rule().name() + "' cuts off " + list(cut) + "; write '" + remedy(traffic)
                        + "', or let them in by a rule above"));
    }

    /** Who writes {@code match: all}, which is what a rule does that doesn't say, knows what dies. */
    private static boolean isMeant(LintedRule linted) {
        return linted.rule().traffic().match() == Match.ALL && linted.places().has("match");
    }

    private static String remedy(Traffic traffic) {
        boolean isTcp = traffic.protocols().equals(List.of(IpProtocol.TCP));
        boolean hasBits = !traffic.destinationPorts().isEmpty()
                && traffic.destinationPorts().stream()
                        .allMatch(range -> range.first() == range.last()
                                && Traffic.UDP_PORTS_WITH_DIRECTION.contains(range.first()));
        Match match = isTcp || hasBits ? Match.REQUESTS : Match.UNSOLICITED;
        return "match: " + match.word();
    }

    private String defaultMessage() {
        boolean udp = open.stream().anyMatch(replies -> replies.ipProtocol() == IpProtocol.UDP);
        String rules = (udp
                        ? "{name: answers, direction: inbound, protocol: udp, source-ports: [53, 123],"
                                + " match: solicited, action: pass}"
                        : "")
                + (udp && open.contains(Replies.TCP) ? " and " : "")
                + (open.contains(Replies.TCP)
                        ? "{name: established, direction: inbound, protocol: tcp, match: replies, action: pass}"
                        : "");
        return "'inbound: drop' cuts off " + list(open) + "; write a rule such as " + rules;
    }

    private static String list(Set<Replies> replies) {
        List<String> words = new ArrayList<>();
        Set<Replies> others = EnumSet.copyOf(replies);
        if (replies.containsAll(EVERY_DNS)) {
            words.add("every DNS answer");
            others.removeAll(EVERY_DNS);
        }
        if (replies.containsAll(EVERY_NTP)) {
            words.add("every NTP answer");
            others.removeAll(EVERY_NTP);
        }
        others.forEach(one -> words.add(one.description()));
        return String.join(", ", words);
    }
}
