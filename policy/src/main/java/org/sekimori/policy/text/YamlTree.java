package org.sekimori.policy.text;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns text into a tree of YAML nodes that know their places, within bounds on depth and aliases. */
final class YamlTree {
    /** A policy is five levels deep. */
    static final int MAX_DEPTH = 16;

    static final int MAX_ALIASES = 1000;

    /** Keys, values, lists and mappings, which take about 300 bytes each; a long rule has 30. */
    static final int MAX_NODES = 4_000_000;

    private YamlTree() {}

    /** The root of the one document, or nothing, with an error noted, unless the text is empty. */
    static Optional<Node> compose(String text, Findings findings) {
        LoadSettings settings = LoadSettings.builder()
                .setAllowNonScalarKeys(true)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(PolicyReader.MAX_LENGTH + 1)
                .build();
        try {
            if (!withinBounds(text, settings, findings)) {
                return Optional.empty();
            }
            return new Compose(settings).composeString(text);
        } catch (MarkedYamlEngineException problem) {
            findings.error(problem.getProblemMark(), "this is not valid YAML: " + explain(problem));
        } catch (ReaderException problem) {
            noteCharacter(text, problem, findings);
        } catch (YamlEngineException problem) {
            findings.error(1, 1, "this is not valid YAML: " + problem.getMessage());
        }
        return Optional.empty();
    }

    /** Looks at the flat stream of events first, since composing recurses as deep as the text says. */
    private static boolean withinBounds(String text, LoadSettings settings, Findings findings) {
        int depth = 0;
        int aliases = 0;
        int documents = 0;
        int nodes = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            switch (event.getEventId()) {
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias -> aliases++;
                case DocumentStart -> documents++;
                default -> {}
            }
            if (++nodes > MAX_NODES) {
                findings.error(
                        event.getStartMark(),
                        "more than " + MAX_NODES + " keys, values and lists; it would take too" + " much memory");
                return false;
            }
            if (depth > MAX_DEPTH) {
                findings.error(
                        event.getStartMark(), "this is nested deeper than " + MAX_DEPTH + " levels; a policy needs 5");
                return false;
            }
            if (documents > 1) {
                findings.error(event.getStartMark(), "a second document begins here; a file holds one policy");
                return false;
            }
            if (aliases > MAX_ALIASES) {
                findings.error(event.getStartMark(), "more than " + MAX_ALIASES + " aliases ('*name')");
                return false;
            }
        }
        return true;
    }

    private static String explain(MarkedYamlEngineException problem) {
        String said = problem.getProblem().strip();
        String begun = problem.getContextMark()
                .map(mark -> " that begins in line " + (mark.getLine() + 1))
                .orElse("");
        String context = problem.getContext() == null || problem.getContext().isBlank()
                ? ""
                : ", " + problem.getContext() + begun;
        String remedy = said.startsWith("expected <block end>") ? "; is it indented like the lines above?" : "";
        return said + context + remedy;
    }

    private static void noteCharacter(String text, ReaderException problem, Findings findings) {
        int end = Math.min(problem.getPosition(), text.length());
        String before = text.substring(0, end);
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        int column = end - (before.lastIndexOf('\n') + 1) + 1;
        findings.error(
                line,
                column,
                String.format("this is not valid YAML: character U+%04X is not allowed", problem.getCodePoint()));
    }
}
