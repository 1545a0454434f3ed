package org.sekimori.control.reload;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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
    /** Less than the time a request has. */
    private static final long PATIENCE_SECONDS = 50;

    private final boolean watches;
    private final OwnTests tests;
    private final SetCopies copies;
    /** Held by whoever reads: the memory of a process is enough for one of the largest policies, not for several at once. */
    private final ReentrantLock reading = new ReentrantLock(true);

    /**
     * Takes policies in.
     *
     * @param watches whether drops are only counted, whatever a policy says
     * @param copies  the last good contents of files of sets
     */
    PolicyIntake(boolean watches, OwnTests tests, SetCopies copies) {
        this.watches = watches;
        this.tests = tests;
        this.copies = copies;
    }

    Candidate read(PolicyText text) {
        return read(text, false);
    }

    /**
     * Reads a policy.
     *
     * @param takesLists whether files of sets are taken as they are, though they look wrong
     * @throws PolicyBusyException where others are read for very long
     */
    Candidate read(PolicyText text, boolean takesLists) {
        try {
            if (!reading.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new PolicyBusyException("other policies are being read; try again");
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new PolicyBusyException("reading was interrupted");
        }
        try {
            return readAlone(text, takesLists);
        } finally {
            reading.unlock();
        }
    }

    /** Reads something else that needs as much memory, unless a policy is being read: then nothing is, and nobody waits. */
    <T> Optional<T> readIfFree(Supplier<Optional<T>> other) {
        if (!reading.tryLock()) {
            return Optional.empty();
        }
        try {
            return other.get();
        } finally {
            reading.unlock();
        }
    }

    private Candidate readAlone(PolicyText text, boolean takesLists) {
        DigestedSets digested = new DigestedSets(text);
        ListDigests lists = new ListDigests(digested);
        GuardedSets sets = new GuardedSets(lists, WatchedSets.of(text.sets()), copies, takesLists);
        PolicyReading reading = PolicyReader.read(text.source(), text.text(), sets);
        String suffix = watches ? "-watching" : "";
        FileMark mark = new FileMark(digested.word() + suffix, digested.textWord() + suffix);
        if (reading.policy().isEmpty()) {
            return new Candidate(text, mark, lists, reading.findings(), List.of(), sets.readings(), Optional.empty());
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
        return new Candidate(text, mark, lists, reading.findings(), refusals, sets.readings(), compiled);
    }

    static Candidate.Compiled compile(Policy policy) {
        var compiled = PolicyCompiler.compile(policy);
        return new Candidate.Compiled(
                PolicyFacts.of(PolicyTable.over(compiled)), compiled.byteArray(), Optional.of(policy));
    }
}
