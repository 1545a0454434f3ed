package org.sekimori.policy.text;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sekimori.policy.Rule;
import org.sekimori.policy.text.NamedSet.State;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;

/** The sets of a policy by name. */
final class NamedSets {
    /** What stands before a set's name in a list of networks. */
    static final String PREFIX = "set:";

    /** Sets lie in one another up to so deep. */
    static final int MAX_DEPTH = 16;

    private static final String TOO_DEEP = "sets lie in one another more than " + MAX_DEPTH + " deep";

    private final Findings findings;
    private final Values values;
    private final Map<String, NamedSet> byName = new LinkedHashMap<>();
    private final Deque<NamedSet> reading = new ArrayDeque<>();

    NamedSets(Findings findings, Values values) {
        this.findings = findings;
        this.values = values;
    }

    /** Notes the names below {@code sets}; nothing is read yet. */
    void define(Node node) {
        if (!(node instanceof MappingNode mapping)) {
            findings.error(
                    node,
                    "expected 'sets' (names of sets, each with a list of networks or a file), found "
                            + Values.describe(node));
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            Node key = tuple.getKeyNode();
            values.parsed(key, "sets", NamedSets::name).ifPresent(name -> {
                NamedSet first = byName.putIfAbsent(name, new NamedSet(name, key, tuple.getValueNode()));
                if (first != null) {
                    findings.error(
                            key, "set '" + name + "' stands twice; the first is in line " + Findings.line(first.key()));
                }
            });
        }
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    Collection<NamedSet> all() {
        return byName.values();
    }

    /** The set of that name, read if it hasn't been; what is wrong is noted where it is asked for. */
    Optional<NamedSet> find(String name, Node place, String key, SetSource source) {
        NamedSet set = byName.get(name);
        if (set == null) {
            findings.error(place, unknown(name, key));
            return Optional.empty();
        }
        set.markUsed();
        read(set, place, source);
        return set.state() == State.READ ? Optional.of(set) : Optional.empty();
    }

    /** Reads a set unless that has been done. */
    void read(NamedSet set, Node place, SetSource source) {
        if (set.state() == State.READING) {
            findings.error(place, "set '" + set.name() + "' holds itself: " + path(set));
            set.state(State.BROKEN);
        } else if (set.state() == State.UNREAD) {
            if (reading.size() >= MAX_DEPTH) {
                findings.error(place, TOO_DEEP);
                set.state(State.BROKEN);
                return;
            }
            set.state(State.READING);
            reading.push(set);
            boolean isSound = source.fill(set);
            reading.pop();
            if (isSound && set.depth() >= MAX_DEPTH) {
                findings.error(set.key(), TOO_DEEP);
                isSound = false;
            }
            set.state(isSound && set.state() == State.READING ? State.READ : State.BROKEN);
        }
        if (!reading.isEmpty()) {
            NamedSet outer = reading.peek();
            outer.depth(Math.max(outer.depth(), set.depth() + 1));
        }
    }

    /** How sets get their networks. */
    interface SetSource {
        /** Fills the set; whether nothing is wrong with it. */
        boolean fill(NamedSet set);
    }

    private String unknown(String name, String key) {
        String remedy = NearestWord.of(name, byName.keySet())
                .map(word -> "; did you mean '" + PREFIX + word + "'?")
                .orElse(byName.isEmpty() ? "; this policy has no 'sets'" : "");
        return "'" + key + "': there is no set " + Values.quote(name) + remedy;
    }

    private String path(NamedSet set) {
        StringBuilder path = new StringBuilder();
        reading.descendingIterator().forEachRemaining(step -> {
            if (path.length() > 0 || step == set) {
                path.append(step.name()).append(" > ");
            }
        });
        return path.append(set.name()).toString();
    }

    private static String name(String text) {
        Rule.checkName(text);
        return text;
    }
}
