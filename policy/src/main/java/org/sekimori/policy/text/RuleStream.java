package org.sekimori.policy.text;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Composes a policy's text, and hands out each rule as soon as it is read instead of keeping it: the nodes of 131,071 rules
 * would take several hundred megabytes. In the tree that is left, the list of rules is empty.
 */
final class RuleStream extends Composer {
    private final BoundedParser bounds;
    private final Consumer<Node> rules;
    private MappingNode policy;
    private int ruleCount;

    private RuleStream(LoadSettings settings, BoundedParser bounds, Consumer<Node> rules) {
        super(settings, bounds);
        this.bounds = bounds;
        this.rules = rules;
    }

    /** The tree without its rules, and how many there are. */
    record Outline(Optional<Node> root, int ruleCount) {}

    /** Reads the one document of a text; throws as the parser does. */
    static Outline read(String text, LoadSettings settings, Consumer<Node> rules) {
        RuleStream stream = new RuleStream(settings, new BoundedParser(text, settings), rules);
        Optional<Node> root = stream.getSingleNode();
        return new Outline(root, stream.ruleCount);
    }

    @Override
    protected void composeMappingChildren(List<NodeTuple> children, MappingNode node) {
        if (policy == null) {
            policy = node;
        }
        Node key = composeKeyNode(node);
        boolean isRules = node == policy
                && key instanceof ScalarNode scalar
                && scalar.getValue().equals(PolicyReader.RULES)
                && parser.checkEvent(Event.ID.SequenceStart);
        children.add(new NodeTuple(key, isRules ? composeRules() : composeValueNode(node)));
    }

    private Node composeRules() {
        SequenceStartEvent start = (SequenceStartEvent) parser.next();
        while (!parser.checkEvent(Event.ID.SequenceEnd)) {
            int held = bounds.heldNodes();
            int anchors = bounds.anchors();
            ruleCount++;
            rules.accept(composeValueNode(policy));
            bounds.letGo(held, anchors);
        }
        Event end = parser.next();
        return new SequenceNode(Tag.SEQ, true, List.of(), start.getFlowStyle(), start.getStartMark(), end.getEndMark());
    }
}
