package org.sekimori.dataplane.counters;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which counter belongs to which rule. A rule keeps its counter over reloads as long as it keeps its name. Written by
 * whoever reloads, read by whoever reports.
 */
final class RuleNames {
    private final Map<String, Integer> counterByName = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The counter of the rule of that name, a new one if the name is. */
    synchronized int counterOf(String ruleName) {
        Integer known = counterByName.get(ruleName);
        if (known != null) {
            return known;
        }
        if (names.size() == VerdictCounters.MAX_RULES) {
            throw new IllegalStateException("rule '" + ruleName + "': the box has counted " + names.size()
                    + " different rule names since its start, and has room for no more; restart it");
        }
        counterByName.put(ruleName, names.size());
        names.add(ruleName);
        return names.size() - 1;
    }

    /** All names so far, by counter. */
    synchronized List<String> all() {
        return List.copyOf(names);
    }
}
