package org.sekimori.policy;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ImageWords;
import org.sekimori.policy.image.PortSet;
import org.sekimori.policy.image.PrefixSet;
import org.sekimori.policy.image.RuleDescriptor;

/** Second half of an evaluation: tries the candidates in order. Its cost grows with the length of the list. */
final class CandidateWalk {
    /** In place of a verdict: evaluation goes on. No rule's, since those that pass by no rule are defaults. */
    static final int UNDECIDED = Verdict.pass(Verdict.NO_RULE);

    private CandidateWalk() {}

    /** The verdict of the first candidate that decides, or the fallback if none does. */
    static int judge(UnsafeBuffer image, int list, MatchFields fields, PacketMemory memory, int fallback) {
        int first = ImageWords.int32(image, list);
        return (first & CandidateDescriptor.QUESTIONS) == 0
                ? verdict(first)
                : walk(image, list, fields, memory, fallback);
    }

    private static int walk(UnsafeBuffer image, int list, MatchFields fields, PacketMemory memory, int fallback) {
        int offset = list;
        int candidate;
        do {
            candidate = ImageWords.int32(image, offset);
            if ((candidate & CandidateDescriptor.QUESTIONS) == 0) {
                return verdict(candidate);
            }
            if (matchesAddresses(image, candidate, fields)) {
                int verdict = decide(image, candidate, fields, memory);
                if (verdict != UNDECIDED) {
                    return verdict;
                }
            }
            offset += CandidateDescriptor.LENGTH;
        } while ((candidate & CandidateDescriptor.LAST) == 0);
        return fallback;
    }

    /**
     * The verdict of a candidate whose ports and addresses fit, or {@link #UNDECIDED} if its other conditions don't, or if
     * it only watches; what only memory can tell is asked last.
     */
    static int decide(UnsafeBuffer image, int candidate, MatchFields fields, PacketMemory memory) {
        return CandidateDescriptor.asksMessageAlone(candidate)
                ? decideByMessage(candidate, fields)
                : decideByAll(image, candidate, fields, memory);
    }

    private static int decideByMessage(int candidate, MatchFields fields) {
        return CandidateDescriptor.kind(candidate) == fields.messageKind() ? verdict(candidate) : UNDECIDED;
    }

    private static int decideByAll(UnsafeBuffer image, int candidate, MatchFields fields, PacketMemory memory) {
        if (!matchesKind(candidate, fields, memory)) {
            return UNDECIDED;
        }
        boolean allowed = isAllowed(image, candidate, fields, memory);
        if (!allowed && !applies(candidate, fields, memory)) {
            return UNDECIDED;
        }
        if ((candidate & CandidateDescriptor.MONITOR) == 0) {
            return allowed ? Verdict.pass(CandidateDescriptor.ruleIndex(candidate)) : verdict(candidate);
        }
        if (!allowed) {
            memory.onMonitorMatch(CandidateDescriptor.ruleIndex(candidate));
        }
        return UNDECIDED;
    }

    private static int verdict(int candidate) {
        int ruleIndex = CandidateDescriptor.ruleIndex(candidate);
        return (candidate & CandidateDescriptor.DROP) != 0 ? Verdict.drop(ruleIndex) : Verdict.pass(ruleIndex);
    }

    /** Whether the message is of the candidate's kind, as far as the message itself tells. */
    static boolean fitsKind(int candidate, MatchFields fields) {
        int kind = CandidateDescriptor.kind(candidate);
        return kind == CandidateDescriptor.REQUESTS && fields.messageKind() == MessageKind.REQUEST
                || kind == CandidateDescriptor.REPLIES && fields.messageKind() == MessageKind.REPLY
                || kind != CandidateDescriptor.REQUESTS && kind != CandidateDescriptor.REPLIES;
    }

    private static boolean matchesKind(int candidate, MatchFields fields, PacketMemory memory) {
        switch (CandidateDescriptor.kind(candidate)) {
            case CandidateDescriptor.REQUESTS:
                return fields.messageKind() == MessageKind.REQUEST;
            case CandidateDescriptor.REPLIES:
                return fields.messageKind() == MessageKind.REPLY;
            case CandidateDescriptor.SOLICITED:
                return memory.isSolicited(fields);
            case CandidateDescriptor.UNSOLICITED:
                return !memory.isSolicited(fields);
            default:
                return true;
        }
    }

    /** A rule with a limit drops what goes beyond it, or passes what stays within. */
    private static boolean applies(int candidate, MatchFields fields, PacketMemory memory) {
        if ((candidate & CandidateDescriptor.LIMIT) == 0) {
            return true;
        }
        boolean drops = (candidate & CandidateDescriptor.DROP) != 0;
        return memory.exceedsLimit(CandidateDescriptor.ruleIndex(candidate), fields) == drops;
    }

    /** Whether source port, source and destination lie in the sets the candidate is marked to have. */
    static boolean matchesAddresses(UnsafeBuffer image, int candidate, MatchFields fields) {
        return (candidate & CandidateDescriptor.SETS) == 0 || isInSets(image, candidate, fields);
    }

    private static boolean isInSets(UnsafeBuffer image, int candidate, MatchFields fields) {
        int rule = RuleDescriptor.offset(CandidateDescriptor.ruleIndex(candidate));
        if ((candidate & CandidateDescriptor.SOURCE_PORTS) != 0) {
            int set = ImageWords.int32(image, rule + RuleDescriptor.SOURCE_PORTS_OFFSET);
            if (!PortSet.contains(image, set, fields.sourcePort())) {
                return false;
            }
        }
        if ((candidate & CandidateDescriptor.SOURCES) != 0
                && !containsSource(image, rule + RuleDescriptor.SOURCES_OFFSET, fields)) {
            return false;
        }
        return (candidate & CandidateDescriptor.DESTINATIONS) == 0 || containsDestination(image, rule, fields);
    }

    /** Whether the source may pass; over UDP, where it can be forged, only as long as it keeps to its allowance. */
    private static boolean isAllowed(UnsafeBuffer image, int candidate, MatchFields fields, PacketMemory memory) {
        if ((candidate & CandidateDescriptor.ALLOW_FROM) == 0) {
            return false;
        }
        int rule = RuleDescriptor.offset(CandidateDescriptor.ruleIndex(candidate));
        return containsSource(image, rule + RuleDescriptor.ALLOW_FROM_OFFSET, fields)
                && (fields.ipProtocol() != IpProtocol.UDP
                        || !memory.exceedsAllowance(CandidateDescriptor.ruleIndex(candidate), fields));
    }

    /** Whether the source is in the set whose offset lies there. */
    private static boolean containsSource(UnsafeBuffer image, int setOffset, MatchFields fields) {
        int set = ImageWords.int32(image, setOffset);
        return PrefixSet.contains(image, set, fields.ipVersion(), fields.sourceHigh(), fields.sourceLow());
    }

    private static boolean containsDestination(UnsafeBuffer image, int rule, MatchFields fields) {
        int set = ImageWords.int32(image, rule + RuleDescriptor.DESTINATIONS_OFFSET);
        return PrefixSet.contains(image, set, fields.ipVersion(), fields.destinationHigh(), fields.destinationLow());
    }
}
