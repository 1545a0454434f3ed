package org.sekimori.policy.text;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sekimori.policy.lint.Place;
import org.sekimori.policy.lint.Places;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** The keys of one YAML mapping: only known ones, each once. */
final class Fields implements Places {
    private final Node place;
    private final String what;
    private final Findings findings;
    private final Map<String, Node> keys = new LinkedHashMap<>();
    private final Map<String, Node> values = new LinkedHashMap<>();
    private final Set<String> misspelt = new HashSet<>();

    private Fields(Node place, String what, Findings findings) {
        this.place = place;
        this.what = what;
        this.findings = findings;
    }

    /** Reads a mapping, or notes that it is none. */
    static Optional<Fields> read(Node node, String what, Collection<String> known, Findings findings) {
        if (!(node instanceof MappingNode mapping)) {
            findings.error(
                    node,
                    "expected " + what + " (keys such as '" + known.iterator().next() + "' with values), found "
                            + Values.describe(node));
            return Optional.empty();
        }
        Fields fields = new Fields(node, what, findings);
        for (NodeTuple tuple : mapping.getValue()) {
            fields.add(tuple, known);
        }
        return Optional.of(fields);
    }

    Optional<Node> value(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The value of a key that must be there; its absence is noted, unless a misspelt one was. */
    Optional<Node> required(String key, String remedy) {
        if (!values.containsKey(key) && !misspelt.contains(key)) {
            findings.error(place, "'" + key + "' is missing in " + what + "; " + remedy);
        }
        return value(key);
    }

    /** Where the key stands, or the whole mapping where it doesn't. */
    Node place(String key) {
        return keys.getOrDefault(key, place);
    }

    /** Where the keys stand, without the nodes. */
    KeyPositions positions(List<String> known) {
        return new KeyPositions(place, keys, known);
    }

    @Override
    public boolean has(String key) {
        return values.containsKey(key);
    }

    @Override
    public Place of(String key) {
        return Findings.place(place(key));
    }

    private void add(NodeTuple tuple, Collection<String> known) {
        if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
            findings.error(tuple.getKeyNode(), "expected a key, found " + Values.describe(tuple.getKeyNode()));
            return;
        }
        String key = keyNode.getValue();
        if (!known.contains(key)) {
            Optional<String> nearest = NearestWord.of(key, known);
            nearest.ifPresent(misspelt::add);
            String remedy =
                    nearest.map(word -> "did you mean '" + word + "'?").orElse("expected " + NearestWord.list(known));
            findings.error(keyNode, "unknown key " + Values.quote(key) + " in " + what + "; " + remedy);
        } else if (keys.containsKey(key)) {
            findings.error(
                    keyNode,
                    "key '" + key + "' stands twice in " + what + "; the first is in line "
                            + Findings.line(keys.get(key)));
        } else {
            keys.put(key, keyNode);
            values.put(key, tuple.getValueNode());
        }
    }
}
