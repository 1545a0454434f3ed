package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.policy.AddressSet;
import org.sekimori.policy.image.BoxDescriptor;
import org.sekimori.policy.image.ClassifierDescriptor;

/**
 * Sorts boxes into tuples, by how many leading bits the addresses of each share, by the sets whose hulls they are, and by
 * whether they have one destination port. Of too many tuples, those with the rarest lengths are put to shorter ones.
 */
final class Tuples {
    /** A key is a length, this many times over; between 0 and the next lie the keys of sets, whose length is 0. */
    private static final int KEYS_PER_LENGTH = 1 << 20;
    /** A set tells more of a rule than a length does. */
    private static final int SET_WEIGHT = 16;

    private final boolean wide;
    private final Map<AddressSet, Integer> setKeys = new HashMap<>();

    private Tuples(boolean wide) {
        this.wide = wide;
    }

    /** A tuple and its boxes, in order. */
    record Members(int sourceBits, int destinationBits, boolean exactPort, List<Box> boxes) {
        int firstRule() {
            return boxes.get(0).ruleIndex();
        }
    }

    private record Key(int source, int destination, boolean exactPort) {}

    /** At most {@link ClassifierDescriptor#MAX_TUPLES}, those with the first rules first. */
    static List<Members> of(List<Box> boxes, boolean wide) {
        Tuples tuples = new Tuples(wide);
        Map<Key, List<Box>> byKey = new LinkedHashMap<>();
        for (Box box : boxes) {
            byKey.computeIfAbsent(tuples.key(box), key -> new ArrayList<>()).add(box);
        }
        List<Members> members = new ArrayList<>();
        coarsened(byKey).forEach((key, list) -> {
            list.sort(Comparator.comparingInt(Box::ruleIndex));
            members.add(
                    new Members(key.source / KEYS_PER_LENGTH, key.destination / KEYS_PER_LENGTH, key.exactPort, list));
        });
        members.sort(Comparator.comparingInt(Members::firstRule));
        return members;
    }

    private Key key(Box box) {
        return new Key(
                key(box, BoxDescriptor.SOURCE),
                key(box, BoxDescriptor.DESTINATION),
                box.isSingle(BoxDescriptor.DESTINATION_PORT));
    }

    private int key(Box box, int field) {
        AddressSet set = box.openSet(field);
        return set.isEmpty()
                ? box.sharedBits(field, wide) * KEYS_PER_LENGTH
                : setKeys.computeIfAbsent(set, other -> 1 + setKeys.size() % (KEYS_PER_LENGTH - 1));
    }

    private static Map<Key, List<Box>> coarsened(Map<Key, List<Box>> byKey) {
        Map<Key, List<Box>> left = byKey;
        while (left.size() > ClassifierDescriptor.MAX_TUPLES) {
            TreeMap<Integer, Integer> sources = new TreeMap<>();
            TreeMap<Integer, Integer> destinations = new TreeMap<>();
            left.forEach((key, boxes) -> {
                sources.merge(key.source, weight(key.source, boxes), Integer::sum);
                destinations.merge(key.destination, weight(key.destination, boxes), Integer::sum);
            });
            int source = rarest(sources);
            int destination = rarest(destinations);
            boolean isSource = destination == 0 || source != 0 && sources.get(source) <= destinations.get(destination);
            left = isSource
                    ? moved(left, source, sources.lowerKey(source), true)
                    : moved(left, destination, destinations.lowerKey(destination), false);
        }
        return left;
    }

    private static Map<Key, List<Box>> moved(Map<Key, List<Box>> byKey, int from, int to, boolean isSource) {
        Map<Key, List<Box>> moved = new LinkedHashMap<>();
        byKey.forEach((key, boxes) -> {
            int source = isSource && key.source == from ? to : key.source;
            int destination = !isSource && key.destination == from ? to : key.destination;
            List<Box> before = moved.putIfAbsent(new Key(source, destination, key.exactPort), boxes);
            if (before != null) {
                before.addAll(boxes);
            }
        });
        return moved;
    }

    private static int weight(int key, List<Box> boxes) {
        return key % KEYS_PER_LENGTH == 0 ? boxes.size() : boxes.size() * SET_WEIGHT;
    }

    /** The rarest key above the least one; 0 if there is none. */
    private static int rarest(TreeMap<Integer, Integer> weights) {
        int rarest = 0;
        for (Map.Entry<Integer, Integer> entry :
                weights.tailMap(weights.firstKey(), false).entrySet()) {
            if (rarest == 0 || entry.getValue() < weights.get(rarest)) {
                rarest = entry.getKey();
            }
        }
        return rarest;
    }
}
