package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.policy.IpProtocol;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the {@code protocol} key: words, numbers, or a list of them. */
final class ProtocolReader {
    private static final String KEY = "protocol";
    private static final String ANY = "any";
    private static final int MAX_DIGITS = 3;

    private final Values values;

    ProtocolReader(Values values) {
        this.values = values;
    }

    /** Protocol numbers; empty for {@code any}. */
    List<Integer> read(Node node) {
        boolean single = !(node instanceof SequenceNode);
        if (single && Values.isText(node, ANY)) {
            return List.of();
        }
        return Values.values(values.list(node, KEY, text -> parse(text, single)));
    }

    private static int parse(String text, boolean single) {
        Integer number = IpProtocol.words().get(text);
        if (number != null) {
            return number;
        }
        if (text.equals(ANY)) {
            throw new IllegalArgumentException("'any' stands alone, not in a list");
        }
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits && text.length() <= MAX_DIGITS && Integer.parseInt(text) <= IpProtocol.MAX) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(expected(text, single));
    }

    private static String expected(String found, boolean single) {
        List<String> words = new ArrayList<>(IpProtocol.words().keySet());
        if (single) {
            words.add(ANY);
        }
        String nearest = NearestWord.of(found, words)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
        return Values.quote(found) + " is no protocol; expected " + String.join(", ", words) + " or a number from 0 to "
                + IpProtocol.MAX + nearest;
    }
}
