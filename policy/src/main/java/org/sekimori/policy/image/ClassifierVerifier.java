package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.util.BitSet;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Checks a classifier: its parts lie behind each other and fill it, sets of tuples hold none that isn't there, a search for
 * a hash meets a free slot, references hit nodes or lists, and lead on only.
 */
final class ClassifierVerifier {
    private final UnsafeBuffer image;
    private final int classifier;
    private final boolean wide;
    private final int end;
    private final int tupleCount;
    private final int nodes;
    private final int entries;

    ClassifierVerifier(UnsafeBuffer image, int classifier, int sectionEnd, boolean wide) {
        this.image = image;
        this.classifier = classifier;
        this.wide = wide;
        int room = sectionEnd - classifier;
        check(room >= ClassifierDescriptor.TUPLES_OFFSET, "classifier");
        int length = number(ClassifierDescriptor.LENGTH_OFFSET);
        check(length >= ClassifierDescriptor.TUPLES_OFFSET && length <= room, "classifier length");
        end = classifier + length;
        tupleCount = number(ClassifierDescriptor.TUPLE_COUNT_OFFSET);
        check(tupleCount >= 0 && tupleCount <= ClassifierDescriptor.MAX_TUPLES, "tuple count");
        nodes = number(ClassifierDescriptor.NODES_OFFSET);
        entries = number(ClassifierDescriptor.ENTRIES_OFFSET);
    }

    /** Checks everything, and returns where the classifier ends. */
    int verify() {
        int at = classifier + ClassifierDescriptor.protocolMasks(tupleCount);
        at = verifyMasks(at, ClassifierDescriptor.PROTOCOL_MASKS);
        for (int field = 0; field < ClassifierDescriptor.INDEX_COUNT; field++) {
            at = verifyIndex(field, at);
        }
        int slotsEnd = slotsEnd(at);
        check(nodes == slotsEnd, "cuts of a classifier");
        boolean sound = entries >= nodes
                && entries <= end
                && (entries - nodes) % CutDescriptor.LENGTH == 0
                && (end - entries) % BoxDescriptor.length(wide) == 0;
        check(sound, "entries of a classifier");
        BitSet lists = verifyEntries();
        verifySlots(at, slotsEnd, lists);
        verifyNodes(lists);
        return end;
    }

    private int verifyIndex(int field, int at) {
        int entry = ClassifierDescriptor.indexOffset(field);
        check(number(entry) == at, "index of a classifier");
        boolean isWide = wide && (field == BoxDescriptor.SOURCE || field == BoxDescriptor.DESTINATION);
        int masks = IndexVerifier.verify(image, at, end, isWide);
        check(number(entry + Integer.BYTES) == masks, "masks of a classifier");
        return verifyMasks(masks, 1 + image.getInt(at + IntervalIndexDescriptor.COUNT_OFFSET, BYTE_ORDER));
    }

    private int verifyMasks(int masks, int count) {
        check((long) masks + (long) count * ClassifierDescriptor.MASK_LENGTH <= end, "room for masks");
        int masksEnd = masks + count * ClassifierDescriptor.MASK_LENGTH;
        long none = tupleCount == ClassifierDescriptor.MAX_TUPLES ? 0 : -1L << tupleCount;
        for (int at = masks; at < masksEnd; at += ClassifierDescriptor.MASK_LENGTH) {
            check((image.getLong(at, BYTE_ORDER) & none) == 0, "set of tuples");
        }
        return masksEnd;
    }

    private int slotsEnd(int slots) {
        check(number(ClassifierDescriptor.SLOTS_OFFSET) == slots, "slots of a classifier");
        int mask = number(ClassifierDescriptor.SLOT_MASK_OFFSET);
        boolean isPower = mask >= 0 && (mask & (mask + 1)) == 0;
        check(isPower && (mask + 1L) * ClassifierDescriptor.SLOT_LENGTH <= end - slots, "slot mask");
        return slots + (mask + 1) * ClassifierDescriptor.SLOT_LENGTH;
    }

    private void verifySlots(int slots, int slotsEnd, BitSet lists) {
        boolean isFree = false;
        for (int slot = slots; slot < slotsEnd; slot += ClassifierDescriptor.SLOT_LENGTH) {
            int reference = image.getInt(slot + ClassifierDescriptor.REFERENCE_OFFSET, BYTE_ORDER);
            check(isReference(reference, nodes - 1, lists), "reference in a slot");
            isFree |= reference == ClassifierDescriptor.NOTHING;
        }
        check(isFree, "slots without a free one");
    }

    private void verifyNodes(BitSet lists) {
        for (int node = nodes; node < entries; node += CutDescriptor.LENGTH) {
            int field = image.getInt(node + CutDescriptor.FIELD_OFFSET, BYTE_ORDER);
            check(field >= 0 && field < BoxDescriptor.FIELD_COUNT, "field of a cut");
            int below = image.getInt(node + CutDescriptor.BELOW_OFFSET, BYTE_ORDER);
            int notBelow = image.getInt(node + CutDescriptor.NOT_BELOW_OFFSET, BYTE_ORDER);
            check(isReference(below, node, lists) && isReference(notBelow, node, lists), "reference in a cut");
        }
    }

    private boolean isReference(int reference, int behind, BitSet lists) {
        if (reference >= entries) {
            return reference < end && lists.get(reference - entries);
        }
        return reference == ClassifierDescriptor.NOTHING
                || reference > behind && (reference - nodes) % CutDescriptor.LENGTH == 0;
    }

    /** Returns where lists begin, counted from the first entry. */
    private BitSet verifyEntries() {
        BitSet starts = new BitSet();
        int ruleCount = image.getInt(ImageDescriptor.RULE_COUNT_OFFSET, BYTE_ORDER);
        int before = -1;
        boolean begins = true;
        for (int entry = entries; entry < end; entry += BoxDescriptor.length(wide)) {
            int candidate = image.getInt(entry + BoxDescriptor.CANDIDATE_OFFSET, BYTE_ORDER);
            int ruleIndex = CandidateDescriptor.ruleIndex(candidate);
            check(ruleIndex >= before && ruleIndex < ruleCount, "entry");
            int rule = image.getInt(RuleDescriptor.offset(ruleIndex) + RuleDescriptor.CANDIDATE_OFFSET, BYTE_ORDER);
            boolean sound = (candidate & ~rule & ~CandidateDescriptor.LAST) == 0
                    && (rule & ~candidate & ~BoxDescriptor.SETTLED) == 0;
            check(sound, "marks of an entry");
            if (begins) {
                starts.set(entry - entries);
            }
            begins = (candidate & CandidateDescriptor.LAST) != 0;
            before = begins ? -1 : ruleIndex;
        }
        check(begins, "end of the entries");
        return starts;
    }

    private int number(int offset) {
        return image.getInt(classifier + offset, BYTE_ORDER);
    }

    private void check(boolean holds, String what) {
        HeaderVerifier.check(holds, what, classifier);
    }
}
