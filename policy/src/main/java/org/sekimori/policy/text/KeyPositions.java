package org.sekimori.policy.text;

import java.util.List;
import java.util.Map;
import org.sekimori.policy.lint.Place;
import org.sekimori.policy.lint.Places;
import org.snakeyaml.engine.v2.nodes.Node;

/** Lines and columns of a mapping's keys, in a few bytes each: all that is kept of a rule's text while the others are read. */
final class KeyPositions implements Places {
    private static final int LENGTH = 3;

    private final List<String> known;
    /** The mapping's line and column, then index, line and column of each key. */
    private final int[] positions;

    /** Takes the positions of keys that are all known. */
    KeyPositions(Node mapping, Map<String, Node> keys, List<String> known) {
        this.known = known;
        positions = new int[2 + LENGTH * keys.size()];
        put(0, Findings.place(mapping));
        int at = 2;
        for (Map.Entry<String, Node> key : keys.entrySet()) {
            positions[at] = known.indexOf(key.getKey());
            put(at + 1, Findings.place(key.getValue()));
            at += LENGTH;
        }
    }

    private void put(int at, Place place) {
        positions[at] = place.line();
        positions[at + 1] = place.column();
    }

    @Override
    public boolean has(String key) {
        return indexOf(key) != 0;
    }

    @Override
    public Place of(String key) {
        int at = indexOf(key);
        return new Place(positions[at], positions[at + 1]);
    }

    /** Where the line of that key stands, or of the mapping. */
    private int indexOf(String key) {
        int wanted = known.indexOf(key);
        for (int at = 2; wanted >= 0 && at < positions.length; at += LENGTH) {
            if (positions[at] == wanted) {
                return at + 1;
            }
        }
        return 0;
    }
}
