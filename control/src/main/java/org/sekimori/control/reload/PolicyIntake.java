package org.sekimori.control.reload;

import java.util.List;
import java.util.Optional;
import org.sekimori.control.history.PolicyFacts;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.compile.PolicyTooLargeException;
import org.sekimori.policy.text.PolicyReader;
import org.sekimori.policy.text.PolicyReading;

/** Reads, checks, compiles and tests policies; changes nothing. For any thread. */
final class PolicyIntake {
    private final boolean watches;
    private final OwnTests tests;

    /**
     * Takes policies in.
     *
     * @param watches whether drops are only counted, whatever a policy says
     */
    PolicyIntake(boolean watches, OwnTests tests) {
        this.watches = watches;
        this.tests = tests;
    }

    Candidate read(PolicyText text) {
        DigestedSets sets = new DigestedSets(text);
        PolicyReading reading = PolicyReader.read(text.source(), text.text(), sets);
        String digest = sets.word() + (watches ? "-watching" : "");
        if (reading.policy().isEmpty()) {
            return new Candidate(text, digest, reading.findings(), List.of(), Optional.empty());
        }
        Policy written = reading.policy().get();
        List<String> refusals = tests.failures(written);
        Optional<Candidate.Compiled> compiled = Optional.empty();
        if (refusals.isEmpty()) {
            try {
                compiled = Optional.of(compile(watches ? written.withMode(Mode.MONITOR) : written));
            } catch (PolicyTooLargeException tooLarge) {
                refusals = List.of(text.source() + ": error: " + tooLarge.getMessage());
            }
        }
        return new Candidate(text, digest, reading.findings(), refusals, compiled);
    }

    private static Candidate.Compiled compile(Policy policy) {
        var compiled = PolicyCompiler.compile(policy);
        byte[] image = new byte[compiled.capacity()];
        compiled.getBytes(0, image);
        return new Candidate.Compiled(PolicyFacts.of(PolicyTable.over(compiled)), image, Optional.of(policy));
    }
}
