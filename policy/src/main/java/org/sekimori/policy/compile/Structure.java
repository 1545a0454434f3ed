package org.sekimori.policy.compile;

import java.util.List;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Rule;
import org.sekimori.policy.image.ProtocolTableDescriptor;

/** How the rules for a packet are found. */
enum Structure {
    /** Two loads lead to a list of candidates, which are tried in order: the fastest as long as lists are short. */
    LISTS,
    /** A search whose cost hardly depends on the number of rules. */
    CLASSIFIERS;

    /** The most rules for which lists are looked at. */
    private static final int MAX_RULES = 1_024;
    /** The longest list worth walking. */
    private static final int MAX_LIST = 12;

    /** What suits the rules: lists if none of them is long. */
    static Structure of(List<Rule> rules) {
        return rules.size() <= MAX_RULES && longestList(new CandidateLists(rules)) <= MAX_LIST ? LISTS : CLASSIFIERS;
    }

    private static int longestList(CandidateLists lists) {
        int[] longest = new int[1];
        for (Direction direction : Direction.values()) {
            for (int protocol : List.of(IpProtocol.UDP, IpProtocol.TCP)) {
                lists.byDestinationPort(
                        direction, protocol, span -> longest[0] = Math.max(longest[0], span.candidates().length));
            }
            int others = lists.withoutPorts(direction, ProtocolTableDescriptor.NO_PROTOCOL).length;
            longest[0] = Math.max(longest[0], others);
            for (int protocol : lists.namedProtocols()) {
                longest[0] = Math.max(longest[0], lists.withoutPorts(direction, protocol).length);
            }
        }
        return longest[0];
    }
}
