package org.sekimori.control.reload;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.EntryNotes;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.history.SetNote;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/**
 * The one way a policy comes in force: read, checked, compiled, tested, pushed, and entered in the history. For any thread;
 * one change at a time. What needs no change, such as checking a policy or looking at the history, never waits.
 */
public final class PolicyService {
    private static final long PATIENCE_SECONDS = 20;
    private static final long KEEP_AGAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_TOLD = 20;

    private final PolicySetup setup;
    private final PolicyIntake intake;
    private final FilePolicy file;
    private final FollowedLists followed;
    private final PolicyChanges changes = new PolicyChanges();
    private final WantedPolicies wanted;
    private final PolicyPush push;
    private final BoxCare care;
    private final ReentrantLock lock = new ReentrantLock();
    private long nextKeepNs = System.nanoTime() + KEEP_AGAIN_NS;

    /** Takes up where the history left off; touches neither the policy file nor the box. */
    public PolicyService(PolicySetup setup) {
        this.setup = setup;
        intake = new PolicyIntake(setup.origin().watches(), setup.tests(), setup.copies());
        file = new FilePolicy(setup, intake);
        wanted = new WantedPolicies(setup.history(), setup::setsOf, setup.copies(), setup.log());
        push = new PolicyPush(setup, wanted);
        care = new BoxCare(setup, wanted, this::boxRefused);
        followed = new FollowedLists(setup, intake, wanted);
    }

    /** The policy file, where there is one. */
    Optional<Path> policyFile() {
        return setup.origin().file();
    }

    /** What ought to be in force. */
    public PolicyStatus status() {
        return wanted.status();
    }

    public PolicyHistory history() {
        return setup.history();
    }

    /** The text of somebody who pushes a policy, with the sets it may use. */
    public PolicyText pushed(String source, String text) {
        return new PolicyText(source, text, setup.pushedSets());
    }

    /** Reads, checks, compiles and tests a policy, and changes nothing. */
    public Candidate validate(PolicyText text) {
        return intake.read(text);
    }

    /**
     * Loads the file if it is another one than was last taken over, or if nothing ever was; else all stays as it was when
     * control ended. A policy that was pushed, or rolled back to, gives way to another text of the file only. One thread
     * calls this, once.
     */
    public PolicyOutcome start() {
        long startNs = System.nanoTime();
        Candidate candidate = file.readAtStart();
        Optional<HistoryEntry> current = status().current();
        if (current.isEmpty() || !candidate.isUsable() || followed.isTakenAtStart(current.get(), candidate)) {
            PolicyOutcome outcome = put(candidate, PushRequest.of(file.owner(), Trigger.START), startNs);
            if (!outcome.isDone() && setup.origin().watches()) {
                watchOnly();
            }
            return outcome;
        }
        HistoryEntry entry = current.get();
        if (entry.notes().kind() != EntryKind.FILE) {
            setup.log()
                    .accept("policy " + PolicyStanding.name(entry) + " stays: "
                            + standing().future());
        }
        followNow(Trigger.START);
        return new PolicyOutcome(Kind.WAITING, candidate.findings(), List.of(), status().current(), 0);
    }

    /** What was in force stays, but drops nothing any more: the file can't be used, and control was started to only watch. */
    private void watchOnly() {
        locked(() -> {
            wanted.confirmed()
                    .filter(one ->
                            !PolicyTable.over(new UnsafeBuffer(one.image())).isMonitorOnly())
                    .ifPresent(push::watchOnly);
            return null;
        });
    }

    /** Puts the file in force as it is now. */
    public PolicyOutcome reload(Trigger trigger) {
        return reload(PushRequest.of(file.owner(), trigger), false);
    }

    /**
     * Puts the file in force as it is now, in the place of whatever is.
     *
     * @param takesLists whether files of sets are taken as they are, though they look wrong
     */
    public PolicyOutcome reload(PushRequest request, boolean takesLists) {
        long startNs = System.nanoTime();
        return put(file.read(takesLists), request, startNs);
    }

    /** Takes the file over where it is another one than was last taken over: its text, or what it follows itself. */
    void fileChanged() {
        long startNs = System.nanoTime();
        Candidate candidate = file.read(false);
        PushRequest request = PushRequest.of(file.owner(), Trigger.FILE);
        Optional<HistoryEntry> current = status().current();
        if (candidate.isUsable() && current.isPresent() && followed.isSame(current.get(), candidate)) {
            setup.log()
                    .accept("files were written to and say the same as before: policy "
                            + PolicyStanding.name(current.get()) + " stays in force");
            PolicyOutcome same = new PolicyOutcome(Kind.IN_FORCE, List.of(), List.of(), current, 0);
            noted(request, EntryKind.FILE, startNs, candidate.notes(EntryKind.FILE, ""), same);
            return;
        }
        put(candidate, request, startNs);
    }

    /** Has the policy in force follow the files of its sets. */
    void listsChanged() {
        boolean isFile = status().current()
                .filter(entry -> entry.notes().kind() != EntryKind.FILE)
                .isEmpty();
        if (isFile) {
            fileChanged();
        } else {
            followNow(Trigger.FILE);
        }
    }

    /** A pushed policy that is in force for good since another one expired, or control started, is followed as well. */
    void followUnread() {
        if (followed.isUnread()) {
            followNow(Trigger.FILE);
        }
    }

    /** Reads the lists of a pushed policy that is in force for good, and puts it in force with them. */
    private void followNow(Trigger trigger) {
        long startNs = System.nanoTime();
        followed.read().ifPresent(next -> {
            if (followed.isOwnText(next, file.sight())) {
                file.read(false);
            }
            PushRequest request = PushRequest.of(next.author(), trigger);
            told(request, EntryKind.PUSH, startNs, next.candidate(), locked(() -> pushAgain(next, request)));
        });
    }

    private PolicyOutcome pushAgain(FollowedLists.Following next, PushRequest request) {
        if (!followed.isStillInForce(next)) {
            return PolicyOutcome.refused(Kind.STALE, "another policy is in force by now");
        }
        PolicyOutcome outcome = push.push(next.candidate(), request, EntryKind.PUSH, wanted.fileMark());
        outcome.entry().ifPresent(entry -> followed.note(entry, next.candidate().text()));
        return outcome;
    }

    /** The files of sets that are followed now, with how they were when they were read; none while a policy is on trial. */
    Map<Path, FileStamp> listsFollowed() {
        return followed.lists(file);
    }

    private PolicyOutcome put(Candidate candidate, PushRequest request, long startNs) {
        PolicyOutcome outcome = locked(() -> push.push(candidate, request, EntryKind.FILE, candidate.mark()));
        return told(request, EntryKind.FILE, startNs, candidate, outcome);
    }

    /** Says what came of a wish wherever it is looked for. */
    private PolicyOutcome told(
            PushRequest request, EntryKind kind, long startNs, Candidate candidate, PolicyOutcome outcome) {
        if (outcome.isDone()) {
            candidate.warnings().stream().limit(MAX_TOLD).forEach(setup.log());
            candidate.sets().stream()
                    .map(SetReading::note)
                    .filter(SetNote::isNews)
                    .limit(MAX_TOLD)
                    .forEach(set -> setup.log().accept(set.toString()));
        } else if (PushRequest.isLasting(request.trigger(), kind)) {
            candidate.errors().forEach(error -> setup.log().accept(error.toString()));
            outcome.reasons().forEach(setup.log());
            setup.log().accept("policy not reloaded (" + request.words() + "): " + care.inForce() + " stays in force");
        }
        return noted(request, kind, startNs, candidate.notes(kind, ""), outcome);
    }

    private PolicyOutcome noted(
            PushRequest request, EntryKind kind, long startNs, EntryNotes notes, PolicyOutcome outcome) {
        String says = outcome.isDone()
                ? outcome.entry().map(PolicyStanding::name).orElse("")
                : outcome.findings().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .findFirst()
                        .map(Finding::toString)
                        .or(() -> outcome.reasons().stream().findFirst())
                        .orElse("");
        note(new PolicyChange(
                setup.clock().instant(),
                request.trigger(),
                request.author(),
                kind,
                outcome.kind(),
                says,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs),
                notes.warnings(),
                notes.sets()));
        return outcome;
    }

    private void note(PolicyChange change) {
        changes.note(change);
        setup.changes().accept(change);
    }

    private void boxRefused(HistoryEntry entry, String line) {
        EntryNotes notes = entry.notes();
        note(new PolicyChange(
                setup.clock().instant(),
                entry.trigger(),
                entry.author(),
                notes.kind(),
                Kind.BOX_REFUSED,
                line,
                0,
                List.of(),
                notes.sets()));
    }

    /** Which policy is in force, where it comes from, and which is after the next start. */
    public PolicyStanding standing() {
        return followed.standing(status(), file.sight(), wanted.fileMark());
    }

    /** The same, with what was wanted last. */
    public PolicyReport report() {
        return changes.report(standing());
    }

    /** Puts a policy in force. Read, compiled and tested before the lock is taken: nobody waits for that. */
    public PolicyOutcome push(PolicyText text, PushRequest request) {
        long startNs = System.nanoTime();
        Candidate candidate = intake.read(text);
        PolicyOutcome outcome = locked(() -> {
            PolicyOutcome pushed = push.push(candidate, request, EntryKind.PUSH, wanted.fileMark());
            pushed.entry().ifPresent(entry -> followed.note(entry, text));
            return pushed;
        });
        return withFuture(told(request, EntryKind.PUSH, startNs, candidate, outcome));
    }

    private PolicyOutcome withFuture(PolicyOutcome outcome) {
        return outcome.isDone() ? outcome.with(standing().future()) : outcome;
    }

    /**
     * Puts a policy of the history in force again, as it was compiled then.
     *
     * @param id of the entry; without: what was in force before, which for a policy on trial is the one it took over from
     */
    public PolicyOutcome rollback(OptionalLong id, PushRequest request) {
        long startNs = System.nanoTime();
        EntryNotes notes = EntryNotes.of(EntryKind.ROLLBACK);
        // without it, only the differences aren't told
        Optional<PolicyPush.Before> before = intake.readIfFree(() -> push.before(id));
        PolicyOutcome outcome = locked(() -> push.rollback(id, request, before));
        return withFuture(noted(request, EntryKind.ROLLBACK, startNs, notes, outcome));
    }

    /** The policy on trial stays: the one that was when this was called, and no other that came meanwhile. */
    public PolicyOutcome confirm(Author author) {
        Optional<HistoryEntry> meant = status().trial();
        return locked(() -> push.confirm(author, meant));
    }

    /**
     * Lets a policy judge live frames beside the one in force, without effect. The box ends it by itself.
     *
     * @param seconds after which it ends at the latest
     * @return what was taken, or why not
     * @throws BoxRefusalException     where the box won't
     * @throws BoxUnreachableException where none answers
     */
    public Candidate beginWhatIf(PolicyText text, int seconds) {
        Candidate candidate = intake.read(text);
        candidate
                .compiled()
                .ifPresent(compiled -> locked(() -> {
                    setup.box().beginWhatIf(compiled.image(), seconds);
                    return null;
                }));
        return candidate;
    }

    /** Ends what {@link #beginWhatIf} began; throws as that does. */
    public void endWhatIf() {
        locked(() -> {
            setup.box().endWhatIf();
            return null;
        });
    }

    /** A disk that was full may have room again. */
    private void keepAgain() {
        long nowNs = System.nanoTime();
        if (nowNs - nextKeepNs >= 0) {
            nextKeepNs = nowNs + KEEP_AGAIN_NS;
            if (setup.history().keepAgain()) {
                wanted.refresh();
            }
            setup.copies().retry();
        }
    }

    /**
     * Looks at the box, and does what has to be done, unless a change is going on. To be called several times a second, by
     * one thread.
     */
    public void look() {
        if (lock.tryLock()) {
            try {
                care.look();
                keepAgain();
            } finally {
                lock.unlock();
            }
        }
    }

    private <T> T locked(Supplier<T> change) {
        try {
            if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new PolicyBusyException();
            }
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new PolicyBusyException();
        }
        try {
            return change.get();
        } finally {
            lock.unlock();
        }
    }
}
