package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts the two tuples together that cost least, until few enough are left. What counts is how many boxes more a packet
 * comes upon: hardly any where prefixes are long, but all of them where nothing is left to tell boxes apart by. (The idea
 * of TupleMerge, Daly and others 2017, for rules that are all known.)
 */
final class TupleMerger {
    /** What a bit less is worth for each box, beside what packets come upon: enough to choose between equals. */
    private static final double BIT_COST = 1e-4;

    private static final int NONE = -1;

    private final List<Tuples.Members> tuples = new ArrayList<>();
    private final List<Integer> partners = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    private TupleMerger(Map<TupleKey, List<Box>> byKey) {
        byKey.forEach((key, boxes) -> append(new Tuples.Members(key, boxes)));
    }

    static List<Tuples.Members> merged(Map<TupleKey, List<Box>> byKey, int maxTuples) {
        TupleMerger merger = new TupleMerger(byKey);
        for (int count = byKey.size(); count > maxTuples; count--) {
            merger.mergeCheapest();
        }
        merger.tuples.removeIf(tuple -> tuple == null);
        return merger.tuples;
    }

    /** Adds a tuple, and knows its cheapest partner among those before it. */
    private void append(Tuples.Members tuple) {
        tuples.add(tuple);
        partners.add(NONE);
        costs.add(Double.MAX_VALUE);
        findPartner(tuples.size() - 1);
    }

    private void findPartner(int at) {
        partners.set(at, NONE);
        costs.set(at, Double.MAX_VALUE);
        for (int other = 0; other < at; other++) {
            if (tuples.get(other) != null) {
                double cost = cost(tuples.get(at), tuples.get(other));
                if (cost < costs.get(at)) {
                    costs.set(at, cost);
                    partners.set(at, other);
                }
            }
        }
    }

    private void mergeCheapest() {
        int one = 0;
        for (int i = 1; i < tuples.size(); i++) {
            if (costs.get(i) < costs.get(one)) {
                one = i;
            }
        }
        int other = partners.get(one);
        Tuples.Members first = tuples.get(one);
        Tuples.Members second = tuples.get(other);
        remove(one);
        remove(other);
        for (int i = 0; i < tuples.size(); i++) {
            if (tuples.get(i) != null && (partners.get(i) == one || partners.get(i) == other)) {
                findPartner(i);
            }
        }
        List<Box> boxes = first.boxes();
        boxes.addAll(second.boxes());
        append(new Tuples.Members(first.key().meet(second.key()), boxes));
    }

    private void remove(int at) {
        tuples.set(at, null);
        partners.set(at, NONE);
        costs.set(at, Double.MAX_VALUE);
    }

    private static double cost(Tuples.Members one, Tuples.Members other) {
        TupleKey meet = one.key().meet(other.key());
        return cost(one, meet) + cost(other, meet);
    }

    private static double cost(Tuples.Members tuple, TupleKey meet) {
        TupleKey key = tuple.key();
        return tuple.boxes().size() * (meet.share() - key.share() + BIT_COST * (key.bits() - meet.bits()));
    }
}
