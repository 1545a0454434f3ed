package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.Direction;
import org.sekimori.policy.Rule;
import org.sekimori.policy.compile.BoxLists.Cut;
import org.sekimori.policy.compile.BoxLists.Reference;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.CandidateDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;
import org.sekimori.policy.image.CutDescriptor;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.image.PortSetDescriptor;
import org.sekimori.policy.image.TupleDescriptor;

/** Writes the classifier for packets of one direction and IP version. */
final class ClassifierWriter {
    /** Slots for each list at least, so that a search is short. */
    private static final int SLOTS_PER_LIST = 2;

    private final ImageWriter image;
    private final boolean wide;
    private final List<Tuples.Members> tuples;
    private final Map<Integer, Reference> byHash = new LinkedHashMap<>();
    private final BoxLists lists;
    private final int classifier;

    private ClassifierWriter(ImageWriter image, List<Box> boxes, boolean wide) {
        this.image = image;
        this.wide = wide;
        tuples = Tuples.of(boxes, wide);
        lists = new BoxLists(boxes.size());
        classifier = image.cursor();
    }

    /** Appends classifiers for all directions and IP versions, and notes them in the header. */
    static void appendAll(ImageWriter image, List<Rule> rules) {
        for (Direction direction : Direction.values()) {
            append(image, rules, direction, false);
            append(image, rules, direction, true);
        }
    }

    private static void append(ImageWriter image, List<Rule> rules, Direction direction, boolean ipv6) {
        image.putInt(ImageDescriptor.classifierOffset(direction.ordinal(), ipv6), image.cursor());
        new ClassifierWriter(image, BoxMaker.boxes(rules, direction, ipv6), ipv6).write();
    }

    private void write() {
        image.skip(ClassifierDescriptor.TUPLES_OFFSET);
        put(ClassifierDescriptor.TUPLE_COUNT_OFFSET, tuples.size());
        tuples.forEach(this::appendTuple);
        for (long mask : TupleMasks.byProtocol(tuples)) {
            image.appendLong(mask);
        }
        for (int field = 0; field < ClassifierDescriptor.INDEX_COUNT; field++) {
            appendMasks(field);
        }
        cutLists();
        appendSlots();
        put(ClassifierDescriptor.LENGTH_OFFSET, image.cursor() - classifier);
    }

    private void appendTuple(Tuples.Members tuple) {
        image.appendInt(tuple.firstRule());
        image.appendInt(portMask(tuple.key()));
        image.appendLong(highMask(tuple.key().sourceBits()));
        image.appendLong(lowMask(tuple.key().sourceBits()));
        image.appendLong(highMask(tuple.key().destinationBits()));
        image.appendLong(lowMask(tuple.key().destinationBits()));
    }

    private long highMask(int bits) {
        return wide ? leading(Math.min(bits, Long.SIZE)) : 0;
    }

    private long lowMask(int bits) {
        return wide ? leading(Math.max(0, bits - Long.SIZE)) : leading(bits) >>> Integer.SIZE;
    }

    private static long leading(int bits) {
        return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
    }

    private void appendMasks(int field) {
        boolean isWide = wide && (field == BoxDescriptor.SOURCE || field == BoxDescriptor.DESTINATION);
        TupleMasks masks = TupleMasks.of(tuples, field, isWide);
        put(ClassifierDescriptor.indexOffset(field), IndexWriter.append(image, masks.boundaries()));
        put(ClassifierDescriptor.indexOffset(field) + Integer.BYTES, image.cursor());
        for (int interval = 0; interval <= masks.boundaries().count(); interval++) {
            image.appendLong(masks.mask(interval));
        }
    }

    private void cutLists() {
        Map<Integer, List<Box>> boxes = new LinkedHashMap<>();
        for (int tuple = 0; tuple < tuples.size(); tuple++) {
            for (Box box : tuples.get(tuple).boxes()) {
                boxes.computeIfAbsent(hash(tuple, box), hash -> new ArrayList<>())
                        .add(box);
            }
        }
        boxes.forEach((hash, list) -> {
            list.sort(Comparator.comparingInt(Box::ruleIndex));
            byHash.put(hash, ListCutter.add(lists, list));
        });
    }

    private int hash(int number, Box box) {
        TupleKey tuple = tuples.get(number).key();
        return TupleDescriptor.hash(
                number,
                box.firstHigh(BoxDescriptor.SOURCE) & highMask(tuple.sourceBits()),
                box.firstLow(BoxDescriptor.SOURCE) & lowMask(tuple.sourceBits()),
                box.firstHigh(BoxDescriptor.DESTINATION) & highMask(tuple.destinationBits()),
                box.firstLow(BoxDescriptor.DESTINATION) & lowMask(tuple.destinationBits()),
                PortSetDescriptor.pack((int) box.firstLow(BoxDescriptor.SOURCE_PORT), (int)
                                box.firstLow(BoxDescriptor.DESTINATION_PORT))
                        & portMask(tuple));
    }

    private static int portMask(TupleKey key) {
        return TupleDescriptor.portMask(key.exactSourcePort(), key.exactDestinationPort());
    }

    private void appendSlots() {
        int capacity = Integer.highestOneBit(Math.max(1, SLOTS_PER_LIST * byHash.size())) * 2;
        int slots = image.cursor();
        int cuts = slots + capacity * ClassifierDescriptor.SLOT_LENGTH;
        int entries = cuts + lists.cuts().size() * CutDescriptor.LENGTH;
        put(ClassifierDescriptor.SLOTS_OFFSET, slots);
        put(ClassifierDescriptor.SLOT_MASK_OFFSET, capacity - 1);
        put(ClassifierDescriptor.NODES_OFFSET, cuts);
        put(ClassifierDescriptor.ENTRIES_OFFSET, entries);
        image.skip(entries - slots);
        int[] listOffsets = appendLists();
        byHash.forEach((hash, reference) -> {
            int slot = freeSlot(slots, hash, capacity - 1);
            image.putInt(slot, hash);
            image.putInt(slot + ClassifierDescriptor.REFERENCE_OFFSET, offset(reference, cuts, listOffsets));
        });
        for (int i = 0; i < lists.cuts().size(); i++) {
            putCut(cuts + i * CutDescriptor.LENGTH, lists.cuts().get(i), cuts, listOffsets);
        }
    }

    private int freeSlot(int slots, int hash, int mask) {
        int slot = hash & mask;
        while (image.intAt(slots + slot * ClassifierDescriptor.SLOT_LENGTH + ClassifierDescriptor.REFERENCE_OFFSET)
                != ClassifierDescriptor.NOTHING) {
            slot = slot + 1 & mask;
        }
        return slots + slot * ClassifierDescriptor.SLOT_LENGTH;
    }

    private static int offset(Reference reference, int cuts, int[] listOffsets) {
        return switch (reference.kind()) {
            case NOTHING -> ClassifierDescriptor.NOTHING;
            case LIST -> listOffsets[reference.number()];
            case CUT -> cuts + reference.number() * CutDescriptor.LENGTH;
        };
    }

    private void putCut(int at, Cut cut, int cuts, int[] listOffsets) {
        image.putInt(at + CutDescriptor.FIELD_OFFSET, cut.field());
        image.putLong(at + CutDescriptor.HIGH_OFFSET, cut.high());
        image.putLong(at + CutDescriptor.LOW_OFFSET, cut.low());
        image.putInt(at + CutDescriptor.BELOW_OFFSET, offset(cut.below(), cuts, listOffsets));
        image.putInt(at + CutDescriptor.NOT_BELOW_OFFSET, offset(cut.notBelow(), cuts, listOffsets));
    }

    private int[] appendLists() {
        int[] offsets = new int[lists.lists().size()];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = image.cursor();
            List<Box> list = lists.lists().get(i);
            for (int at = 0; at < list.size(); at++) {
                appendBox(list.get(at), at == list.size() - 1 ? CandidateDescriptor.LAST : 0);
            }
        }
        return offsets;
    }

    private void appendBox(Box box, int last) {
        image.appendInt(box.candidate() | last);
        int protocol = box.isSingle(BoxDescriptor.PROTOCOL)
                ? (int) box.firstLow(BoxDescriptor.PROTOCOL)
                : BoxDescriptor.ANY_PROTOCOL;
        image.appendInt(box.needsPorts() ? protocol | BoxDescriptor.NEEDS_PORTS : protocol);
        appendPorts(box, BoxDescriptor.SOURCE_PORT);
        appendPorts(box, BoxDescriptor.DESTINATION_PORT);
        for (int field = BoxDescriptor.SOURCE; field <= BoxDescriptor.DESTINATION; field++) {
            if (wide) {
                image.appendLong(box.firstHigh(field));
                image.appendLong(box.firstLow(field));
                image.appendLong(box.lastHigh(field));
                image.appendLong(box.lastLow(field));
            } else {
                image.appendInt((int) box.firstLow(field));
                image.appendInt((int) box.lastLow(field));
            }
        }
    }

    private void appendPorts(Box box, int field) {
        image.appendInt(PortSetDescriptor.pack((int) box.firstLow(field), (int) box.lastLow(field)));
    }

    private void put(int offset, int value) {
        image.putInt(classifier + offset, value);
    }
}
