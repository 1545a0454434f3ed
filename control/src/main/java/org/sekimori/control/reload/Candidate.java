package org.sekimori.control.reload;

import java.util.List;
import java.util.Optional;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.EntryNotes;
import org.sekimori.control.history.PolicyFacts;
import org.sekimori.control.history.SetNote;
import org.sekimori.policy.Policy;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/**
 * A policy on its way into force: read, checked, compiled and tested.
 *
 * @param mark     by which text and sets are told from others
 * @param lists    by which the files of its sets are told from others
 * @param findings what is to be said of places in the text, errors and warnings
 * @param refusals what else keeps it from being put in force, a line each: no such file, too large, a test that fails
 * @param sets     what the files of its sets gave
 * @param compiled there if it may be put in force
 */
public record Candidate(
        PolicyText text,
        FileMark mark,
        ListDigests lists,
        List<Finding> findings,
        List<String> refusals,
        List<SetReading> sets,
        Optional<Compiled> compiled) {
    /** Copies the lists. */
    public Candidate {
        findings = List.copyOf(findings);
        refusals = List.copyOf(refusals);
        sets = List.copyOf(sets);
    }

    /**
     * What it came to.
     *
     * @param image  the caller doesn't change it
     * @param policy the policy as it is compiled; empty where it can't be read any more
     */
    public record Compiled(PolicyFacts facts, byte[] image, Optional<Policy> policy) {}

    /** The findings for which it can't be used. */
    public List<Finding> errors() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .toList();
    }

    /** What is to be said of it though it may be put in force, a line each. */
    public List<String> warnings() {
        return findings.stream()
                .filter(finding -> finding.severity() == Severity.WARNING)
                .map(Finding::toString)
                .toList();
    }

    /** What the history keeps of the reading. */
    EntryNotes notes(EntryKind kind, String fileTextDigest) {
        return new EntryNotes(kind, fileTextDigest, warnings(), setNotes());
    }

    /** What the files of its sets gave. */
    public List<SetNote> setNotes() {
        return sets.stream().map(SetReading::note).toList();
    }

    /** Why it may not, in one line; empty where it may. */
    String refusal() {
        return errors().stream()
                .findFirst()
                .map(Finding::toString)
                .or(() -> refusals.stream().findFirst())
                .orElse("");
    }

    /** Whether it may be put in force. */
    public boolean isUsable() {
        return compiled.isPresent();
    }
}
