package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.sekimori.policy.compile.BoxLists.Cut;
import org.sekimori.policy.compile.BoxLists.Reference;
import org.sekimori.policy.image.BoxDescriptor;

/**
 * Cuts a long list of boxes with the same hash in two, and these again, at the number that leaves both parts shortest (as
 * HyperSplit does, Qi and others 2009). Boxes that reach over a cut go into both parts, so it stops where that makes too
 * many copies.
 */
final class ListCutter {
    private static final int SHORT_LIST = 8;
    private static final int LONG_LIST = 32;
    private static final int COPIES_PER_BOX = 4;
    private static final int SPARE_PER_BOX = 200;
    /** The longer part of a cut that is worth its while, in eighths of the whole. */
    private static final int WORTHWHILE = 7;

    private static final int EIGHTHS = 8;
    /** Boxes whose edges are looked at, and edges of a field that are tried. */
    private static final int SAMPLE = 64;

    private static final int TRIES = 12;

    private final BoxLists lists;

    private ListCutter(BoxLists lists) {
        this.lists = lists;
    }

    /** Adds a list in order of rules, cut up if it is long. */
    static Reference add(BoxLists lists, List<Box> list) {
        long budget = (long) list.size() * COPIES_PER_BOX;
        long spare = list.size() > LONG_LIST ? lists.takeSpare((long) list.size() * SPARE_PER_BOX) : 0;
        return new ListCutter(lists).add(list, budget + spare);
    }

    /** A number of a field; those of one field in order without sign. */
    private record Number(int field, long high, long low) implements Comparable<Number> {
        @Override
        public int compareTo(Number other) {
            int byHigh = Long.compareUnsigned(high, other.high);
            return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
        }
    }

    private Reference add(List<Box> list, long budget) {
        Number number = list.size() > SHORT_LIST ? bestCut(list) : null;
        if (number == null) {
            return lists.add(list);
        }
        List<Box> below = new ArrayList<>();
        List<Box> notBelow = new ArrayList<>();
        for (Box box : list) {
            if (beginsBelow(box, number)) {
                below.add(box);
            }
            if (!endsBelow(box, number)) {
                notBelow.add(box);
            }
        }
        long sum = (long) below.size() + notBelow.size();
        long left = budget - (sum - list.size());
        if (left < 0) {
            return lists.add(list);
        }
        Reference cut = lists.reserveCut();
        Reference first = add(below, left * below.size() / sum);
        Reference second = add(notBelow, left * notBelow.size() / sum);
        lists.fill(cut, new Cut(number.field, number.high, number.low, first, second));
        return cut;
    }

    private static Number bestCut(List<Box> list) {
        Number best = null;
        long bestCost = Long.MAX_VALUE;
        for (int field = 0; field < BoxDescriptor.FIELD_COUNT; field++) {
            List<Number> edges = edges(list, field);
            int step = Math.max(1, edges.size() / TRIES);
            for (int i = step / 2; i < edges.size(); i += step) {
                long cost = cost(list, edges.get(i));
                if (cost < bestCost) {
                    bestCost = cost;
                    best = edges.get(i);
                }
            }
        }
        return best;
    }

    /** Where some of the boxes begin and end, in order. */
    private static List<Number> edges(List<Box> list, int field) {
        TreeSet<Number> edges = new TreeSet<>();
        int step = Math.max(1, list.size() / SAMPLE);
        for (int i = 0; i < list.size(); i += step) {
            Box box = list.get(i);
            edges.add(new Number(field, box.firstHigh(field), box.firstLow(field)));
            long low = box.lastLow(field) + 1;
            edges.add(new Number(field, low == 0 ? box.lastHigh(field) + 1 : box.lastHigh(field), low));
        }
        return new ArrayList<>(edges);
    }

    /** The sum of the parts' lengths squared; none for a cut that isn't worth its while. */
    private static long cost(List<Box> list, Number number) {
        long below = 0;
        long notBelow = 0;
        for (Box box : list) {
            below += beginsBelow(box, number) ? 1 : 0;
            notBelow += endsBelow(box, number) ? 0 : 1;
        }
        boolean isWorthwhile = Math.max(below, notBelow) * EIGHTHS <= (long) list.size() * WORTHWHILE;
        return isWorthwhile ? below * below + notBelow * notBelow : Long.MAX_VALUE;
    }

    private static boolean beginsBelow(Box box, Number number) {
        return isBelow(box.firstHigh(number.field), box.firstLow(number.field), number);
    }

    private static boolean endsBelow(Box box, Number number) {
        return isBelow(box.lastHigh(number.field), box.lastLow(number.field), number);
    }

    private static boolean isBelow(long high, long low, Number number) {
        return high != number.high
                ? Long.compareUnsigned(high, number.high) < 0
                : Long.compareUnsigned(low, number.low) < 0;
    }
}
