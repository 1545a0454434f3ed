package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.compile.BoxLists.Cut;
import org.sekimori.policy.compile.BoxLists.Reference;
import org.sekimori.policy.image.BoxDescriptor;

/**
 * Cuts a long list of boxes with the same hash in two, and these again, at the number that leaves the longer part
 * shortest (as HyperSplit does, Qi and others 2009). Boxes that reach over a cut go into both parts, so it stops where that
 * makes too many copies.
 */
final class ListCutter {
    private static final int SHORT_LIST = 8;
    private static final int COPIES_PER_BOX = 8;
    /** The longer part of a cut that is worth its while, in eighths of the whole. */
    private static final int WORTHWHILE = 7;

    private static final int EIGHTHS = 8;
    /** Numbers tried for each field. */
    private static final int TRIES = 15;

    private final BoxLists lists;
    private final long budget;
    private long copies;

    private ListCutter(BoxLists lists, int size) {
        this.lists = lists;
        budget = (long) size * COPIES_PER_BOX;
    }

    /** Adds a list in order of rules, cut up if it is long. */
    static Reference add(BoxLists lists, List<Box> list) {
        return new ListCutter(lists, list.size()).add(list);
    }

    private record Number(int field, long high, long low) {}

    private Reference add(List<Box> list) {
        Number number = list.size() > SHORT_LIST && copies < budget ? bestCut(list) : null;
        if (number == null) {
            copies += list.size();
            return lists.add(list);
        }
        Reference cut = lists.reserveCut();
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
        lists.fill(cut, new Cut(number.field, number.high, number.low, add(below), add(notBelow)));
        return cut;
    }

    private static Number bestCut(List<Box> list) {
        Number best = null;
        int bestLonger = list.size() * WORTHWHILE / EIGHTHS;
        for (int field = 0; field < BoxDescriptor.FIELD_COUNT; field++) {
            for (int i = 1; i <= TRIES; i++) {
                Box box = list.get((int) ((long) list.size() * i / (TRIES + 1)));
                Number number = new Number(field, box.firstHigh(field), box.firstLow(field));
                int longer = longerPart(list, number);
                if (longer < bestLonger) {
                    bestLonger = longer;
                    best = number;
                }
            }
        }
        return best;
    }

    private static int longerPart(List<Box> list, Number number) {
        int below = 0;
        int notBelow = 0;
        for (Box box : list) {
            below += beginsBelow(box, number) ? 1 : 0;
            notBelow += endsBelow(box, number) ? 0 : 1;
        }
        return Math.max(below, notBelow);
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
