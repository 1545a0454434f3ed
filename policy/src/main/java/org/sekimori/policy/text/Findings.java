package org.sekimori.policy.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.sekimori.policy.lint.Place;
import org.sekimori.policy.lint.Remark;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** Collects what there is to say about one text, up to a bound. */
final class Findings {
    /** More than this many, nobody reads. */
    static final int MAX = 1000;

    private final String source;
    private final List<Finding> findings = new ArrayList<>();
    private int errorCount;

    Findings(String source) {
        this.source = source;
    }

    void error(Node place, String message) {
        errorCount++;
        add(Severity.ERROR, place.getStartMark(), message);
    }

    void error(Optional<Mark> place, String message) {
        errorCount++;
        add(Severity.ERROR, place, message);
    }

    void error(int line, int column, String message) {
        errorCount++;
        add(new Finding(Severity.ERROR, source, line, column, message));
    }

    void warning(Node place, String message) {
        add(Severity.WARNING, place.getStartMark(), message);
    }

    void warning(Remark remark) {
        add(new Finding(
                Severity.WARNING, source, remark.place().line(), remark.place().column(), remark.message()));
    }

    boolean hasErrors() {
        return errorCount > 0;
    }

    int errorCount() {
        return errorCount;
    }

    /** Everything said, in the order of the text; what an alias brings up again is said once. */
    List<Finding> inOrder() {
        List<Finding> sorted = new ArrayList<>(new LinkedHashSet<>(findings));
        sorted.sort(Comparator.comparingInt(Finding::line).thenComparingInt(Finding::column));
        return sorted;
    }

    /** The line a node stands in, from 1. */
    static int line(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    /** Where a node begins. */
    static Place place(Node node) {
        return place(node.getStartMark());
    }

    private static Place place(Optional<Mark> mark) {
        int line = mark.map(Mark::getLine).orElse(0) + 1;
        int column = mark.map(Mark::getColumn).orElse(0) + 1;
        return new Place(line, column);
    }

    private void add(Severity severity, Optional<Mark> mark, String message) {
        Place place = place(mark);
        add(new Finding(severity, source, place.line(), place.column(), message));
    }

    private void add(Finding finding) {
        if (findings.size() < MAX) {
            findings.add(finding);
        } else if (findings.size() == MAX) {
            findings.add(new Finding(
                    finding.severity(),
                    source,
                    Integer.MAX_VALUE,
                    1,
                    "more than " + MAX + " findings; the rest is left out"));
        }
    }
}
