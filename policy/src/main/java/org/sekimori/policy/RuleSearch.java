package org.sekimori.policy;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.BoxMatch;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;
import org.sekimori.policy.image.ClassifierLookup;
import org.sekimori.policy.image.CutDescriptor;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.TupleDescriptor;

/**
 * An evaluation over a {@link ClassifierDescriptor}, whose cost hardly depends on the number of rules. A search finds the
 * first rule behind another that fits a packet's ports and addresses; where that rule doesn't decide, the next search goes
 * on behind it.
 */
final class RuleSearch {
    private static final int NO_ENTRY = ClassifierDescriptor.NOTHING;

    private RuleSearch() {}

    /** The verdict of the first rule that decides, or the fallback if none does. */
    static int judge(UnsafeBuffer image, int classifier, MatchFields fields, PacketMemory memory, int fallback) {
        long tuples = tuples(image, classifier, fields);
        int after = Verdict.NO_RULE;
        while (tuples != 0) {
            int entry = find(image, classifier, tuples, fields, after);
            if (entry == NO_ENTRY) {
                return fallback;
            }
            int candidate = image.getInt(entry + BoxDescriptor.CANDIDATE_OFFSET, BYTE_ORDER);
            int verdict = CandidateWalk.decide(image, candidate, fields, memory);
            if (verdict != CandidateWalk.UNDECIDED) {
                return verdict;
            }
            after = CandidateDescriptor.ruleIndex(candidate);
        }
        return fallback;
    }

    /** The tuples that can hold a match, as far as each field alone tells. */
    private static long tuples(UnsafeBuffer image, int classifier, MatchFields fields) {
        long tuples = ClassifierLookup.byProtocol(image, classifier, fields.ipProtocol())
                & ClassifierLookup.byPort(image, classifier, BoxDescriptor.DESTINATION_PORT, fields.destinationPort())
                & ClassifierLookup.byPort(image, classifier, BoxDescriptor.SOURCE_PORT, fields.sourcePort());
        if (fields.ipVersion() == Cidr.IPV4) {
            return tuples
                    & ClassifierLookup.byIpv4(
                            image, classifier, BoxDescriptor.DESTINATION, (int) fields.destinationLow())
                    & ClassifierLookup.byIpv4(image, classifier, BoxDescriptor.SOURCE, (int) fields.sourceLow());
        }
        return tuples
                & ClassifierLookup.byIpv6(
                        image, classifier, BoxDescriptor.DESTINATION, fields.destinationHigh(), fields.destinationLow())
                & ClassifierLookup.byIpv6(
                        image, classifier, BoxDescriptor.SOURCE, fields.sourceHigh(), fields.sourceLow());
    }

    /** The entry of the first rule behind that index which fits, or {@link #NO_ENTRY}. */
    private static int find(UnsafeBuffer image, int classifier, long tuples, MatchFields fields, int after) {
        int best = NO_ENTRY;
        int bestRule = Integer.MAX_VALUE;
        for (long left = tuples; left != 0; left &= left - 1) {
            int number = Long.numberOfTrailingZeros(left);
            int tuple = classifier + ClassifierDescriptor.TUPLES_OFFSET + number * TupleDescriptor.LENGTH;
            if (image.getInt(tuple + TupleDescriptor.FIRST_RULE_OFFSET, BYTE_ORDER) >= bestRule) {
                return best;
            }
            int list = ClassifierLookup.reference(image, classifier, hash(image, tuple, number, fields));
            if (list != NO_ENTRY) {
                int entry = findInList(image, classifier, list, fields, after, bestRule);
                if (entry != NO_ENTRY) {
                    best = entry;
                    bestRule = ruleIndex(image, entry);
                }
            }
        }
        return best;
    }

    private static int hash(UnsafeBuffer image, int tuple, int number, MatchFields fields) {
        return TupleDescriptor.hash(
                number,
                fields.sourceHigh() & image.getLong(tuple + TupleDescriptor.SOURCE_HIGH_OFFSET, BYTE_ORDER),
                fields.sourceLow() & image.getLong(tuple + TupleDescriptor.SOURCE_LOW_OFFSET, BYTE_ORDER),
                fields.destinationHigh() & image.getLong(tuple + TupleDescriptor.DESTINATION_HIGH_OFFSET, BYTE_ORDER),
                fields.destinationLow() & image.getLong(tuple + TupleDescriptor.DESTINATION_LOW_OFFSET, BYTE_ORDER),
                PortSetDescriptor.pack(fields.sourcePort(), fields.destinationPort())
                        & image.getInt(tuple + TupleDescriptor.PORT_MASK_OFFSET, BYTE_ORDER));
    }

    private static int findInList(
            UnsafeBuffer image, int classifier, int reference, MatchFields fields, int after, int before) {
        int entries = image.getInt(classifier + ClassifierDescriptor.ENTRIES_OFFSET, BYTE_ORDER);
        int entry = reference;
        while (entry < entries) {
            if (entry == NO_ENTRY) {
                return NO_ENTRY;
            }
            entry = child(image, entry, fields);
        }
        boolean wide = fields.ipVersion() != Cidr.IPV4;
        int length = BoxDescriptor.length(wide);
        while (true) {
            int candidate = image.getInt(entry + BoxDescriptor.CANDIDATE_OFFSET, BYTE_ORDER);
            int rule = CandidateDescriptor.ruleIndex(candidate);
            if (rule >= before) {
                return NO_ENTRY;
            }
            if (rule > after && matches(image, entry, wide, fields) && settles(image, candidate, fields)) {
                return entry;
            }
            if ((candidate & CandidateDescriptor.LAST) != 0) {
                return NO_ENTRY;
            }
            entry += length;
        }
    }

    private static int child(UnsafeBuffer image, int cut, MatchFields fields) {
        boolean isBelow = switch (image.getInt(cut + CutDescriptor.FIELD_OFFSET, BYTE_ORDER)) {
            case BoxDescriptor.SOURCE -> ClassifierLookup.isBelow(image, cut, fields.sourceHigh(), fields.sourceLow());
            case BoxDescriptor.DESTINATION ->
                ClassifierLookup.isBelow(image, cut, fields.destinationHigh(), fields.destinationLow());
            case BoxDescriptor.SOURCE_PORT -> ClassifierLookup.isBelow(image, cut, 0, fields.sourcePort());
            case BoxDescriptor.DESTINATION_PORT -> ClassifierLookup.isBelow(image, cut, 0, fields.destinationPort());
            default -> ClassifierLookup.isBelow(image, cut, 0, BoxMatch.protocolNumber(fields.ipProtocol()));
        };
        return image.getInt(cut + (isBelow ? CutDescriptor.BELOW_OFFSET : CutDescriptor.NOT_BELOW_OFFSET), BYTE_ORDER);
    }

    private static boolean matches(UnsafeBuffer image, int entry, boolean wide, MatchFields fields) {
        return BoxMatch.holdsPorts(image, entry, fields.hasPorts(), fields.sourcePort(), fields.destinationPort())
                && BoxMatch.holdsProtocol(image, entry, fields.ipProtocol())
                && (wide
                        ? BoxMatch.holdsIpv6(image, entry, 0, fields.sourceHigh(), fields.sourceLow())
                                && BoxMatch.holdsIpv6(
                                        image, entry, 1, fields.destinationHigh(), fields.destinationLow())
                        : BoxMatch.holdsIpv4(image, entry, 0, (int) fields.sourceLow())
                                && BoxMatch.holdsIpv4(image, entry, 1, (int) fields.destinationLow()));
    }

    /** What the box leaves open: sets, and the kind of message as far as the packet itself tells. */
    private static boolean settles(UnsafeBuffer image, int candidate, MatchFields fields) {
        return (candidate & CandidateDescriptor.CONDITIONS) == 0
                || CandidateWalk.fitsKind(candidate, fields)
                        && CandidateWalk.matchesAddresses(image, candidate, fields);
    }

    private static int ruleIndex(UnsafeBuffer image, int entry) {
        return CandidateDescriptor.ruleIndex(image.getInt(entry + BoxDescriptor.CANDIDATE_OFFSET, BYTE_ORDER));
    }
}
