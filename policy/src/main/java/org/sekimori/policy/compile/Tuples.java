package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;

/** Sorts boxes into tuples by what they have in common, and puts tuples together where there are too many. */
final class Tuples {
    /** Above so many, lengths are rounded first, since putting together takes time with the square of it. */
    private static final int MAX_EXACT = 1_024;

    private final boolean wide;
    private final Map<AddressSet, Integer> sets = new HashMap<>();

    private Tuples(boolean wide) {
        this.wide = wide;
    }

    /** A tuple and its boxes, in order. */
    record Members(TupleKey key, List<Box> boxes) {
        int firstRule() {
            return boxes.get(0).ruleIndex();
        }
    }

    /** At most {@link ClassifierDescriptor#MAX_TUPLES}, those with the first rules first. */
    static List<Members> of(List<Box> boxes, boolean wide) {
        Tuples tuples = new Tuples(wide);
        Map<TupleKey, List<Box>> byKey = new LinkedHashMap<>();
        for (Box box : boxes) {
            byKey.computeIfAbsent(tuples.key(box), key -> new ArrayList<>()).add(box);
        }
        for (int step = 2; byKey.size() > MAX_EXACT; step *= 2) {
            byKey = rounded(byKey, step);
        }
        List<Members> members = TupleMerger.merged(byKey, ClassifierDescriptor.MAX_TUPLES);
        members.forEach(tuple -> tuple.boxes().sort(Comparator.comparingInt(Box::ruleIndex)));
        members.sort(Comparator.comparingInt(Members::firstRule));
        return members;
    }

    private TupleKey key(Box box) {
        return new TupleKey(
                key(box, BoxDescriptor.SOURCE),
                key(box, BoxDescriptor.DESTINATION),
                box.isSingle(BoxDescriptor.SOURCE_PORT),
                box.isSingle(BoxDescriptor.DESTINATION_PORT));
    }

    private int key(Box box, int field) {
        AddressSet set = box.openSet(field);
        return set.isEmpty() ? box.sharedBits(field, wide) : sets.computeIfAbsent(set, other -> -1 - sets.size());
    }

    private static Map<TupleKey, List<Box>> rounded(Map<TupleKey, List<Box>> byKey, int step) {
        Map<TupleKey, List<Box>> rounded = new LinkedHashMap<>();
        byKey.forEach((key, boxes) -> rounded.computeIfAbsent(key.rounded(step), other -> new ArrayList<>())
                .addAll(boxes));
        return rounded;
    }
}
