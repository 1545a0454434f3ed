package org.sekimori.policy;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;

/**
 * Walks the lists that a packet's tuples have in a {@link ClassifierDescriptor} once, side by side, in the order of rules, up to the
 * first rule that decides. A list is taken up when its first rule may be the next, and left for another as soon as that one's may.
 * So the cost grows with the number of entries met, and no faster, however many rules match without deciding.
 *
 * <p>Belongs to the fields of the packet, and so to one worker.
 */
final class RuleMerge {
    private final ListHeads heads = new ListHeads();
    /** The rule tried last; no rule is tried twice, though lists may share it. */
    private int tried;

    /**
     * The verdict of the first rule that decides, or the fallback if none does.
     *
     * @param tuples those that can hold a match
     */
    int judge(UnsafeBuffer image, int classifier, long tuples, MatchFields fields, PacketMemory memory, int fallback) {
        heads.clear();
        tried = Verdict.NO_RULE;
        long left = tuples;
        while (true) {
            int nextRule = firstRule(image, classifier, left);
            while (left != 0 && nextRule <= heads.firstRule()) {
                takeUp(image, classifier, Long.numberOfTrailingZeros(left), fields);
                left &= left - 1;
                nextRule = firstRule(image, classifier, left);
            }
            if (heads.isEmpty()) {
                return fallback;
            }
            int verdict = walkFirst(image, Math.min(heads.secondRule(), nextRule), fields, memory);
            if (verdict != CandidateWalk.UNDECIDED) {
                return verdict;
            }
        }
    }

    /** The first rule of the first of these tuples. */
    private static int firstRule(UnsafeBuffer image, int classifier, long tuples) {
        return tuples == 0
                ? ListHeads.NO_RULE
                : TupleLists.firstRule(image, classifier, Long.numberOfTrailingZeros(tuples));
    }

    private void takeUp(UnsafeBuffer image, int classifier, int tuple, MatchFields fields) {
        int entry = TupleLists.find(image, classifier, tuple, fields);
        if (entry != TupleLists.NO_ENTRY) {
            heads.add(CandidateDescriptor.ruleIndex(TupleLists.candidate(image, entry)), entry);
        }
    }

    /** Walks the list with the first rule, up to the rule that another list has to be looked at for. */
    private int walkFirst(UnsafeBuffer image, int end, MatchFields fields, PacketMemory memory) {
        boolean wide = fields.ipVersion() != Cidr.IPV4;
        int length = BoxDescriptor.length(wide);
        int entry = heads.firstEntry();
        while (true) {
            int candidate = TupleLists.candidate(image, entry);
            int rule = CandidateDescriptor.ruleIndex(candidate);
            if (rule > end) {
                heads.advanceFirst(rule, entry);
                return CandidateWalk.UNDECIDED;
            }
            if (rule > tried && TupleLists.fits(image, entry, candidate, wide, fields)) {
                tried = rule;
                int verdict = CandidateWalk.decide(image, candidate, fields, memory);
                if (verdict != CandidateWalk.UNDECIDED) {
                    return verdict;
                }
            }
            if ((candidate & CandidateDescriptor.LAST) != 0) {
                heads.removeFirst();
                return CandidateWalk.UNDECIDED;
            }
            entry += length;
        }
    }
}
