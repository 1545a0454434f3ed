package org.sekimori.policy.compile;

import java.util.List;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Rule;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ProtocolTableDescriptor;

/** How the rules for a packet are found. */
enum Structure {
    /** Two loads lead to a list of candidates, which are tried in order: the fastest as long as lists are short. */
    LISTS,
    /** A search whose cost hardly depends on the number of rules. */
    CLASSIFIERS;

    /** The most rules for which lists are looked at. */
    private static final int MAX_RULES = 1_024;
    /** The most candidates that a packet may come upon in vain, since they look at more than a list settles. */
    private static final int MAX_UNSETTLED = 12;
    /** The longest list, with those that every packet has to meet wherever they stand: rules that only watch, limits. */
    private static final int MAX_LIST = 32;

    /** What suits the rules: lists if none of them is long. */
    static Structure of(List<Rule> rules) {
        return rules.size() <= MAX_RULES && areShort(new CandidateLists(rules)) ? LISTS : CLASSIFIERS;
    }

    private static boolean areShort(CandidateLists lists) {
        boolean[] areShort = {true};
        for (Direction direction : Direction.values()) {
            for (int protocol : List.of(IpProtocol.UDP, IpProtocol.TCP)) {
                lists.byDestinationPort(direction, protocol, span -> areShort[0] &= isShort(span.candidates()));
            }
            areShort[0] &= isShort(lists.withoutPorts(direction, ProtocolTableDescriptor.NO_PROTOCOL));
            for (int protocol : lists.namedProtocols()) {
                areShort[0] &= isShort(lists.withoutPorts(direction, protocol));
            }
        }
        return areShort[0];
    }

    private static boolean isShort(int[] candidates) {
        int unsettled = 0;
        for (int candidate : candidates) {
            unsettled += (candidate & CandidateDescriptor.SETS) == 0 ? 0 : 1;
        }
        return candidates.length <= MAX_LIST && unsettled <= MAX_UNSETTLED;
    }
}
