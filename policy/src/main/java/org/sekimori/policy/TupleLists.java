package org.sekimori.policy;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.BoxMatch;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;
import org.sekimori.policy.image.ClassifierLookup;
import org.sekimori.policy.image.CutDescriptor;
import org.sekimori.policy.image.ImageWords;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.TupleDescriptor;

/** The list that each tuple of a {@link ClassifierDescriptor} has for a packet, and whether an entry of it fits. */
final class TupleLists {
    /** In place of an entry: there is none. */
    static final int NO_ENTRY = ClassifierDescriptor.NOTHING;

    private TupleLists() {}

    /** The first rule of the tuple of that number. */
    static int firstRule(UnsafeBuffer image, int classifier, int number) {
        return ImageWords.int32(image, tuple(classifier, number) + TupleDescriptor.FIRST_RULE_OFFSET);
    }

    /** The first entry of the list, or {@link #NO_ENTRY}. */
    static int find(UnsafeBuffer image, int classifier, int number, MatchFields fields) {
        int hash = hash(image, tuple(classifier, number), number, fields);
        int entry = ClassifierLookup.reference(image, classifier, hash);
        int entries = ImageWords.int32(image, classifier + ClassifierDescriptor.ENTRIES_OFFSET);
        while (entry < entries && entry != NO_ENTRY) {
            entry = child(image, entry, fields);
        }
        return entry;
    }

    /** Whether the packet's ports and addresses are those of the entry's rule, and its message, as far as it tells that itself. */
    static boolean fits(UnsafeBuffer image, int entry, int candidate, boolean wide, MatchFields fields) {
        return matches(image, entry, wide, fields) && settles(image, candidate, fields);
    }

    /** The entry's rule. */
    static int candidate(UnsafeBuffer image, int entry) {
        return ImageWords.int32(image, entry + BoxDescriptor.CANDIDATE_OFFSET);
    }

    private static int tuple(int classifier, int number) {
        return classifier + ClassifierDescriptor.TUPLES_OFFSET + number * TupleDescriptor.LENGTH;
    }

    private static int hash(UnsafeBuffer image, int tuple, int number, MatchFields fields) {
        return TupleDescriptor.hash(
                number,
                fields.sourceHigh() & ImageWords.int64(image, tuple + TupleDescriptor.SOURCE_HIGH_OFFSET),
                fields.sourceLow() & ImageWords.int64(image, tuple + TupleDescriptor.SOURCE_LOW_OFFSET),
                fields.destinationHigh() & ImageWords.int64(image, tuple + TupleDescriptor.DESTINATION_HIGH_OFFSET),
                fields.destinationLow() & ImageWords.int64(image, tuple + TupleDescriptor.DESTINATION_LOW_OFFSET),
                PortSetDescriptor.pack(fields.sourcePort(), fields.destinationPort())
                        & ImageWords.int32(image, tuple + TupleDescriptor.PORT_MASK_OFFSET));
    }

    private static int child(UnsafeBuffer image, int cut, MatchFields fields) {
        boolean isBelow = switch (ImageWords.int32(image, cut + CutDescriptor.FIELD_OFFSET)) {
            case BoxDescriptor.SOURCE -> ClassifierLookup.isBelow(image, cut, fields.sourceHigh(), fields.sourceLow());
            case BoxDescriptor.DESTINATION ->
                ClassifierLookup.isBelow(image, cut, fields.destinationHigh(), fields.destinationLow());
            case BoxDescriptor.SOURCE_PORT -> ClassifierLookup.isBelow(image, cut, 0, fields.sourcePort());
            case BoxDescriptor.DESTINATION_PORT -> ClassifierLookup.isBelow(image, cut, 0, fields.destinationPort());
            default -> ClassifierLookup.isBelow(image, cut, 0, BoxMatch.protocolNumber(fields.ipProtocol()));
        };
        return ImageWords.int32(image, cut + (isBelow ? CutDescriptor.BELOW_OFFSET : CutDescriptor.NOT_BELOW_OFFSET));
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
}
