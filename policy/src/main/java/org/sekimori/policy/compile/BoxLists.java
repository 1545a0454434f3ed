package org.sekimori.policy.compile;

import java.util.ArrayList;
import java.util.List;

/** The lists of a classifier's boxes, and the cuts that lead to them where one list would be too long. */
final class BoxLists {
    private static final int SPARE_COPIES = 1 << 16;
    private static final int SPARE_COPIES_PER_BOX = 3;

    private final List<List<Box>> lists = new ArrayList<>();
    private final List<Cut> cuts = new ArrayList<>();
    private long spareCopies;

    BoxLists(int boxCount) {
        spareCopies = SPARE_COPIES + (long) boxCount * SPARE_COPIES_PER_BOX;
    }

    /** A place to go on at: nothing, a list, or a cut. */
    record Reference(Kind kind, int number) {
        static final Reference NOTHING = new Reference(Kind.NOTHING, 0);

        enum Kind {
            NOTHING,
            LIST,
            CUT
        }
    }

    /** Packets whose field is below the number go one way, the others the other. */
    record Cut(int field, long high, long low, Reference below, Reference notBelow) {}

    List<List<Box>> lists() {
        return lists;
    }

    /** Every cut stands behind those that lead to it. */
    List<Cut> cuts() {
        return cuts;
    }

    /** Takes of the copies that may be made beside those that each list may make by itself; as many as are left. */
    long takeSpare(long wanted) {
        long taken = Math.min(spareCopies, wanted);
        spareCopies -= taken;
        return taken;
    }

    Reference add(List<Box> list) {
        if (list.isEmpty()) {
            return Reference.NOTHING;
        }
        lists.add(list);
        return new Reference(Reference.Kind.LIST, lists.size() - 1);
    }

    /** Room for a cut whose children aren't known yet. */
    Reference reserveCut() {
        cuts.add(null);
        return new Reference(Reference.Kind.CUT, cuts.size() - 1);
    }

    void fill(Reference reserved, Cut cut) {
        cuts.set(reserved.number(), cut);
    }
}
