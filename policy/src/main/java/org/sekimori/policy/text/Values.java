package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads single values and lists of them; whatever is wrong is noted where it stands. */
final class Values {
    /** Ports, protocols and networks in all lists together; aliases would multiply them without end. */
    static final int MAX_VALUES = 1_000_000;

    private static final Set<Tag> PLAIN_TAGS = Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL);
    private static final int MAX_WORD = 100;
    private static final int MAX_QUOTE = 60;

    private final Findings findings;
    private int count;

    Values(Findings findings) {
        this.findings = findings;
    }

    /** A value and where it stands. */
    record Located<T>(T value, Node node) {}

    /** The text of a scalar. */
    Optional<String> text(Node node, String key) {
        if (node instanceof ScalarNode scalar && PLAIN_TAGS.contains(node.getTag())) {
            return Optional.of(scalar.getValue());
        }
        findings.error(node, "'" + key + "' must be a single value, found " + describe(node));
        return Optional.empty();
    }

    /** Whether a scalar says exactly that. */
    static boolean isText(Node node, String text) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
    }

    /** One of a few words. */
    <T extends Enum<T>> Optional<T> word(Node node, String key, T[] all, Function<T, String> word) {
        Optional<String> text = text(node, key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        for (T value : all) {
            if (word.apply(value).equals(text.get())) {
                return Optional.of(value);
            }
        }
        List<String> words = Arrays.stream(all).map(word).toList();
        findings.error(node, notOneOf(text.get(), key, words));
        return Optional.empty();
    }

    /** A value a parser understands, or what it says against it. */
    <T> Optional<T> parsed(Node node, String key, Function<String, T> parser) {
        Optional<String> text = text(node, key);
        if (text.isPresent() && text.get().length() > MAX_WORD) {
            findings.error(node, "'" + key + "': " + quote(text.get()) + " is longer than any value it can have");
            return Optional.empty();
        }
        try {
            return text.map(parser);
        } catch (IllegalArgumentException problem) {
            findings.error(node, "'" + key + "': " + problem.getMessage());
            return Optional.empty();
        }
    }

    /** A list of values, or a single one; what can't be read is noted and left out. */
    <T> List<Located<T>> list(Node node, String key, Function<String, T> parser) {
        List<Node> nodes = node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
        if (nodes.isEmpty() || node.getTag().equals(Tag.NULL)) {
            findings.error(node, "'" + key + "' is empty; leave the key out, or say what it holds");
            return List.of();
        }
        List<Located<T>> values = new ArrayList<>();
        for (Node item : nodes) {
            if (++count > MAX_VALUES) {
                throw new TooManyValuesException(item);
            }
            parsed(item, key, parser).ifPresent(value -> values.add(new Located<>(value, item)));
        }
        return values;
    }

    /** What to say about a word that is none of those expected. */
    static String notOneOf(String found, String key, List<String> words) {
        String nearest = NearestWord.of(found, words)
                .map(word -> "; did you mean '" + word + "'?")
                .orElse("");
        return "'" + key + "' is " + quote(found) + "; expected " + NearestWord.list(words) + nearest;
    }

    static <T> List<T> values(List<Located<T>> located) {
        return located.stream().map(Located::value).toList();
    }

    /** What stands there, for a person. */
    static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "keys with values";
        }
        if (node instanceof SequenceNode) {
            return "a list";
        }
        String value = node instanceof ScalarNode scalar ? scalar.getValue() : "";
        if (node.getTag().equals(Tag.NULL)) {
            return "nothing";
        }
        return PLAIN_TAGS.contains(node.getTag())
                ? quote(value)
                : quote(value) + " with tag " + quote(node.getTag().getValue());
    }

    /** Text in quotes, cut where it gets long. */
    static String quote(String text) {
        return text.length() <= MAX_QUOTE ? "'" + text + "'" : "'" + text.substring(0, MAX_QUOTE) + "...'";
    }

    /** The text stands for more values than are read. */
    static final class TooManyValuesException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Node place;

        TooManyValuesException(Node place) {
            super("more than " + MAX_VALUES + " values in lists, with aliases ('*name') written out");
            this.place = place;
        }

        Node place() {
            return place;
        }
    }
}
