package org.sekimori.policy;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;
import org.sekimori.policy.image.ClassifierLookup;

/**
 * An evaluation over a {@link ClassifierDescriptor}, whose cost hardly depends on the number of rules: each field is looked up by
 * itself for the tuples that can hold a match, and {@link RuleMerge} walks their lists.
 */
final class RuleSearch {
    private static final int NO_ENTRY = TupleLists.NO_ENTRY;

    private RuleSearch() {}

    /** The verdict of the first rule that decides, or the fallback if none does. */
    static int judge(UnsafeBuffer image, int classifier, MatchFields fields, PacketMemory memory, int fallback) {
        long tuples = tuples(image, classifier, fields);
        return tuples == 0 ? fallback : fields.merge().judge(image, classifier, tuples, fields, memory, fallback);
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
}
