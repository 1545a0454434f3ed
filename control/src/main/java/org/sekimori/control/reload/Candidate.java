package org.sekimori.control.reload;

import java.util.List;
import java.util.Optional;
import org.sekimori.control.history.PolicyFacts;
import org.sekimori.policy.Policy;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/**
 * A policy on its way into force: read, checked, compiled and tested.
 *
 * @param digest   of the text and its sets
 * @param findings what is to be said of places in the text, errors and warnings
 * @param refusals what else keeps it from being put in force, a line each: no such file, too large, a test that fails
 * @param compiled there if it may be put in force
 */
public record Candidate(
        PolicyText text, String digest, List<Finding> findings, List<String> refusals, Optional<Compiled> compiled) {
    /** Copies the lists. */
    public Candidate {
        findings = List.copyOf(findings);
        refusals = List.copyOf(refusals);
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

    /** Whether it may be put in force. */
    public boolean isUsable() {
        return compiled.isPresent();
    }
}
