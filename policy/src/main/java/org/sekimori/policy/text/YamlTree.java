package org.sekimori.policy.text;

import java.util.Optional;
import java.util.function.Consumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns text into trees of YAML nodes that know their places: one of the whole policy without its rules, and one a rule. */
final class YamlTree {
    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setAllowNonScalarKeys(true)
            .setMaxAliasesForCollections(BoundedParser.MAX_ALIASES)
            .setCodePointLimit(PolicyReader.MAX_LENGTH + 1)
            .build();

    private YamlTree() {}

    /**
     * The tree of the one document without its rules, and how many there are; or nothing, with an error noted, unless the
     * text is empty.
     */
    static RuleStream.Outline outline(String text, Findings findings) {
        try {
            return RuleStream.read(text, SETTINGS, rule -> {});
        } catch (BoundedParser.BoundException beyond) {
            findings.error(beyond.place(), beyond.getMessage());
        } catch (MarkedYamlEngineException problem) {
            findings.error(problem.getProblemMark(), "this is not valid YAML: " + explain(problem));
        } catch (ReaderException problem) {
            noteCharacter(text, problem, findings);
        } catch (YamlEngineException problem) {
            findings.error(1, 1, "this is not valid YAML: " + problem.getMessage());
        }
        return new RuleStream.Outline(Optional.empty(), 0);
    }

    /** Hands out the rules of a text that has an outline, one after the other. */
    static void rules(String text, Consumer<Node> rules) {
        RuleStream.read(text, SETTINGS, rules);
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
