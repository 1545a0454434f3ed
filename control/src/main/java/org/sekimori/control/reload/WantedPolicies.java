package org.sekimori.control.reload;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.control.history.EntryNotes;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryException;
import org.sekimori.control.history.Outcome;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.explain.Difference;
import org.sekimori.policy.explain.PolicyDifferences;
import org.sekimori.policy.image.PolicyImageException;
import org.sekimori.policy.sets.SetFiles;
import org.sekimori.policy.text.PolicyReader;

/**
 * What ought to be in force: the last policy confirmed, and the one on trial, with the history that outlives the process.
 * Guarded by the lock of {@link PolicyService}.
 */
final class WantedPolicies {
    private final PolicyHistory history;
    private final SetCopies copies;
    private final Consumer<String> log;
    private Optional<Wanted> confirmed = Optional.empty();
    private Optional<Wanted> trial = Optional.empty();
    private volatile FileMark fileMark;
    private volatile PolicyStatus status = new PolicyStatus(Optional.empty(), Optional.empty());

    /**
     * Takes up where the process before left off.
     *
     * @param sets where the files of an old policy's sets come from
     */
    WantedPolicies(
            PolicyHistory history, Function<HistoryEntry, SetFiles> sets, SetCopies copies, Consumer<String> log) {
        this.history = history;
        this.copies = copies;
        this.log = log;
        List<HistoryEntry> entries = history.entries();
        fileMark = entries.stream()
                .filter(entry -> entry.outcome() != Outcome.FAILED)
                .findFirst()
                .map(WantedPolicies::mark)
                .orElse(FileMark.NONE);
        confirmed = history.inForce().flatMap(entry -> stored(entry, sets.apply(entry)));
        trial = entries.stream()
                .limit(1)
                .filter(WantedPolicies::isOpen)
                .findFirst()
                .flatMap(entry -> stored(entry, sets.apply(entry)));
        entries.stream().skip(1).filter(WantedPolicies::isOpen).forEach(entry -> settle(entry, Outcome.REPLACED, ""));
        publish();
    }

    private static FileMark mark(HistoryEntry entry) {
        return new FileMark(entry.fileDigest(), entry.notes().fileTextDigest());
    }

    private static boolean isOpen(HistoryEntry entry) {
        return entry.outcome() == Outcome.PUSHING || entry.outcome() == Outcome.UNCONFIRMED;
    }

    /** What it is now; for any thread, without the lock. */
    PolicyStatus status() {
        return status;
    }

    Optional<Wanted> confirmed() {
        return confirmed;
    }

    Optional<Wanted> trial() {
        return trial;
    }

    /** What judges now, if all is as it ought to be. */
    Optional<Wanted> current() {
        return trial.isPresent() ? trial : confirmed;
    }

    /** Of the policy file as it was last taken over. */
    FileMark fileMark() {
        return fileMark;
    }

    /** Enters a policy that is about to be pushed. */
    Wanted begin(
            HistoryEntry.Origin origin,
            Candidate.Compiled compiled,
            String text,
            EntryNotes notes,
            List<SetReading> sets) {
        Optional<Policy> before = current().flatMap(Wanted::policy);
        List<Difference> differences = before.isPresent() && compiled.policy().isPresent()
                ? PolicyDifferences.between(before.get(), compiled.policy().get())
                : List.of();
        HistoryEntry draft = HistoryEntry.draft(origin, compiled.facts(), differences, notes);
        HistoryEntry entry = history.add(draft, text, compiled.image());
        return new Wanted(entry, compiled.image(), compiled.policy(), sets);
    }

    /** The box didn't take it, and nothing remains of it. */
    void discard(Wanted wanted) {
        history.discard(wanted.entry().id());
    }

    /** In force for good, or to be as soon as the box answers. */
    void confirm(Wanted wanted, Outcome outcome, String remark) {
        replaceTrialBy(wanted);
        for (SetReading set : wanted.sets()) {
            set.fresh()
                    .ifPresent(bytes -> copies.keep(set.note().set(), set.note().file(), bytes));
        }
        confirmed = Optional.of(wanted.kept(settle(wanted.entry(), outcome, remark)));
        trial = Optional.empty();
        fileMark = mark(wanted.entry());
        publish();
    }

    /** What was in force must not come back. */
    void forget() {
        confirmed = Optional.empty();
        publish();
    }

    /** In force until its time is over. */
    void attempt(Wanted wanted, String remark) {
        replaceTrialBy(wanted);
        trial = Optional.of(wanted.with(settle(wanted.entry(), Outcome.UNCONFIRMED, remark)));
        publish();
    }

    /** The policy on trial is gone. */
    void endTrial(Outcome outcome, String remark) {
        trial.ifPresent(wanted -> settle(wanted.entry(), outcome, remark));
        trial = Optional.empty();
        publish();
    }

    /** What couldn't be kept before, may have been since. */
    void refresh() {
        confirmed = confirmed.map(this::refreshed);
        trial = trial.map(this::refreshed);
        publish();
    }

    private Wanted refreshed(Wanted wanted) {
        return history.entry(wanted.entry().id()).map(wanted::with).orElse(wanted);
    }

    private void replaceTrialBy(Wanted wanted) {
        trial.filter(other -> other.entry().id() != wanted.entry().id())
                .ifPresent(other -> settle(
                        other.entry(),
                        Outcome.REPLACED,
                        "by entry " + wanted.entry().id()));
        confirmed
                .filter(other -> other.entry().outcome() == Outcome.PUSHING)
                .filter(other -> other.entry().id() != wanted.entry().id())
                .ifPresent(other -> settle(other.entry(), Outcome.REPLACED, "no box took it"));
    }

    private HistoryEntry settle(HistoryEntry entry, Outcome outcome, String remark) {
        boolean isSame = entry.outcome() == outcome && entry.remark().equals(remark);
        return isSame ? entry : history.settle(entry.id(), outcome, remark);
    }

    private void publish() {
        status = new PolicyStatus(confirmed.map(Wanted::entry), trial.map(Wanted::entry));
    }

    private Optional<Wanted> stored(HistoryEntry entry, SetFiles sets) {
        try {
            return Optional.of(new Wanted(entry, image(entry), policy(entry, sets)));
        } catch (HistoryException | PolicyImageException unusable) {
            log.accept("history: entry " + entry.id() + " can't be used: " + unusable.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The entry's image, found whole and sound.
     *
     * @throws HistoryException     where it can't be read
     * @throws PolicyImageException where it isn't what was kept
     */
    byte[] image(HistoryEntry entry) {
        byte[] image = history.image(entry);
        if (PolicyTable.over(new UnsafeBuffer(image)).checksum()
                != entry.policy().checksum()) {
            throw new PolicyImageException("the image kept isn't that of this entry");
        }
        return image;
    }

    /** The entry's policy, its sets as they are now; empty where they are gone. */
    Optional<Policy> policy(HistoryEntry entry, SetFiles sets) {
        return PolicyReader.read(entry.source(), history.text(entry), sets).policy();
    }
}
