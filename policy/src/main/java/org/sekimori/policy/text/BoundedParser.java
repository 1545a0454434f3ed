package org.sekimori.policy.text;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** The events of a YAML text, within bounds on depth, aliases, documents and nodes; composing recurses as deep as the text says. */
final class BoundedParser implements Parser {
    /** A policy is five levels deep. */
    static final int MAX_DEPTH = 16;

    static final int MAX_ALIASES = 1000;

    /** Keys, values, lists and mappings of the whole text; a long rule has 30. */
    static final int MAX_NODES = 4_000_000;

    /** The most of them that are held at once: one rule, or all that isn't a rule. Each takes about 200 bytes. */
    static final int MAX_HELD_NODES = 200_000;

    private final Parser events;
    private int depth;
    private int anchors;
    private int aliases;
    private int documents;
    private int nodes;
    private int heldNodes;

    BoundedParser(String text, LoadSettings settings) {
        events = new ParserImpl(settings, new StreamReader(settings, text));
    }

    /** How many nodes are held, as counted so far. */
    int heldNodes() {
        return heldNodes;
    }

    /** Takes the nodes since then as let go, unless an anchor keeps them. */
    void letGo(int heldBefore, int anchorsBefore) {
        if (anchors == anchorsBefore) {
            heldNodes = heldBefore;
        }
    }

    /** How many anchors there have been. */
    int anchors() {
        return anchors;
    }

    @Override
    public boolean hasNext() {
        return events.hasNext();
    }

    @Override
    public boolean checkEvent(Event.ID kind) {
        return events.checkEvent(kind);
    }

    @Override
    public Event peekEvent() {
        return events.peekEvent();
    }

    /**
     * The next event.
     *
     * @throws BoundException where the text goes beyond a bound
     */
    @Override
    public Event next() {
        Event event = events.next();
        switch (event.getEventId()) {
            case MappingStart, SequenceStart -> {
                depth++;
                heldNodes++;
            }
            case Scalar -> heldNodes++;
            case MappingEnd, SequenceEnd -> depth--;
            case Alias -> aliases++;
            case DocumentStart -> documents++;
            default -> {}
        }
        if (event instanceof NodeEvent node
                && !(node instanceof AliasEvent)
                && node.getAnchor().isPresent()) {
            anchors++;
        }
        nodes++;
        check(event);
        return event;
    }

    private void check(Event event) {
        refuse(
                event,
                nodes > MAX_NODES,
                "more than " + MAX_NODES + " keys, values and lists; it would take too much memory");
        refuse(
                event,
                heldNodes > MAX_HELD_NODES,
                "more than " + MAX_HELD_NODES
                        + " keys and values in one rule, or outside the rules; write long lists of networks to a file"
                        + " and name it in 'sets'");
        refuse(event, depth > MAX_DEPTH, "this is nested deeper than " + MAX_DEPTH + " levels; a policy needs 5");
        refuse(event, documents > 1, "a second document begins here; a file holds one policy");
        refuse(event, aliases > MAX_ALIASES, "more than " + MAX_ALIASES + " aliases ('*name')");
    }

    private static void refuse(Event event, boolean isBeyond, String message) {
        if (isBeyond) {
            throw new BoundException(event.getStartMark(), message);
        }
    }

    /** The text goes beyond a bound. */
    static final class BoundException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Optional<Mark> place;

        BoundException(Optional<Mark> place, String message) {
            super(message);
            this.place = place;
        }

        Optional<Mark> place() {
            return place;
        }
    }
}
