package org.sekimori.bench.hostile;

import java.util.Map;
import java.util.TreeMap;

/** What came of an attack: blows, by how they ended, and holes found. For any thread. */
final class Tally {
    private final Map<String, Long> ends = new TreeMap<>();
    private final Map<String, Long> holes = new TreeMap<>();

    synchronized void count(String end) {
        ends.merge(end, 1L, Long::sum);
    }

    /** Something that must not be possible was. */
    synchronized void hole(String what) {
        holes.merge(what, 1L, Long::sum);
    }

    /** One line: {@code holes=N}, then what they were, then how blows ended, each with its number. */
    @Override
    public synchronized String toString() {
        return "holes=" + holes.size() + " " + holes + " " + ends;
    }
}
