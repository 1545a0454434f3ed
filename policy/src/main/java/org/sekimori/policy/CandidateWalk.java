package org.sekimori.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.CandidateListDescriptor;
import org.sekimori.policy.image.PortSet;
import org.sekimori.policy.image.PrefixSet;
import org.sekimori.policy.image.RuleDescriptor;

/** Second half of an evaluation: tries the candidates in order. Its cost grows with the length of the list. */
final class CandidateWalk {
    private CandidateWalk() {}

    /** The verdict of the first rule in the list that decides, or the fallback if none does. */
    static int judge(UnsafeBuffer image, int list, MatchFields fields, MonitorListener listener, int fallback) {
        int count = image.getInt(list + CandidateListDescriptor.COUNT_OFFSET, BYTE_ORDER);
        int indices = list + CandidateListDescriptor.INDICES_OFFSET;
        for (int i = 0; i < count; i++) {
            int ruleIndex = image.getInt(indices + i * CandidateListDescriptor.INDEX_LENGTH, BYTE_ORDER);
            int rule = RuleDescriptor.offset(ruleIndex);
            int flags = image.getInt(rule + RuleDescriptor.FLAGS_OFFSET, BYTE_ORDER);
            if (matches(image, rule, flags, fields)) {
                boolean allowed = isAllowed(image, rule, fields);
                if ((flags & RuleDescriptor.MONITOR_FLAG) == 0) {
                    boolean drop = !allowed && (flags & RuleDescriptor.DROP_FLAG) != 0;
                    return drop ? Verdict.drop(ruleIndex) : Verdict.pass(ruleIndex);
                }
                if (!allowed) {
                    listener.onMonitorMatch(ruleIndex);
                }
            }
        }
        return fallback;
    }

    private static boolean matches(UnsafeBuffer image, int rule, int flags, MatchFields fields) {
        int kind = flags & RuleDescriptor.KIND_MASK;
        if (kind != 0 && kind != fields.messageKind()) {
            return false;
        }
        int sourcePorts = image.getInt(rule + RuleDescriptor.SOURCE_PORTS_OFFSET, BYTE_ORDER);
        if (sourcePorts != RuleDescriptor.NO_SET && !PortSet.contains(image, sourcePorts, fields.sourcePort())) {
            return false;
        }
        int sources = image.getInt(rule + RuleDescriptor.SOURCES_OFFSET, BYTE_ORDER);
        if (sources != RuleDescriptor.NO_SET && !containsSource(image, sources, fields)) {
            return false;
        }
        int destinations = image.getInt(rule + RuleDescriptor.DESTINATIONS_OFFSET, BYTE_ORDER);
        return destinations == RuleDescriptor.NO_SET
                || PrefixSet.contains(
                        image, destinations, fields.ipVersion(), fields.destinationHigh(), fields.destinationLow());
    }

    private static boolean isAllowed(UnsafeBuffer image, int rule, MatchFields fields) {
        int allowFrom = image.getInt(rule + RuleDescriptor.ALLOW_FROM_OFFSET, BYTE_ORDER);
        return allowFrom != RuleDescriptor.NO_SET && containsSource(image, allowFrom, fields);
    }

    private static boolean containsSource(UnsafeBuffer image, int set, MatchFields fields) {
        return PrefixSet.contains(image, set, fields.ipVersion(), fields.sourceHigh(), fields.sourceLow());
    }
}
