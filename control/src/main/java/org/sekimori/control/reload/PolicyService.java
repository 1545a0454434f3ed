package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.PolicyHistory;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.policy.text.Finding;
import org.sekimori.policy.text.Severity;

/**
 * The one way a policy comes in force: read, checked, compiled, tested, pushed, and entered in the history. For any thread;
 * one change at a time. What needs no change, such as checking a policy or looking at the history, never waits.
 */
public final class PolicyService {
    private static final long PATIENCE_SECONDS = 20;

    private final PolicySetup setup;
    private final PolicyIntake intake;
    private final WantedPolicies wanted;
    private final PolicyPush push;
    private final BoxCare care;
    private final ReentrantLock lock = new ReentrantLock();
    private OptionalLong whatIfEndNs = OptionalLong.empty();

    /** Takes up where the history left off; touches neither the policy file nor the box. */
    public PolicyService(PolicySetup setup) {
        this.setup = setup;
        intake = new PolicyIntake(setup.origin().watches(), setup.tests());
        wanted = new WantedPolicies(setup.history(), setup::setsOf, setup.log());
        push = new PolicyPush(setup, wanted);
        care = new BoxCare(setup, wanted);
    }

    /** Which files the last reload read. The owner of the reloads asks. */
    PolicyLoader loader() {
        return setup.loader();
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
     * control ended. One thread calls this, once, and then {@link #reload}.
     */
    public PolicyOutcome start() {
        Candidate candidate = candidate();
        if (candidate.isUsable()
                && candidate.digest().equals(wanted.fileDigest())
                && status().current().isPresent()) {
            HistoryEntry entry = status().current().orElseThrow();
            return new PolicyOutcome(Kind.WAITING, candidate.findings(), List.of(), Optional.of(entry), 0);
        }
        return reload(candidate, PushRequest.of(fileOwner(), Trigger.START));
    }

    /** Puts the file in force as it is now. One thread calls this. */
    public PolicyOutcome reload(Trigger trigger) {
        return reload(candidate(), PushRequest.of(fileOwner(), trigger));
    }

    private PolicyOutcome reload(Candidate candidate, PushRequest request) {
        return locked(() -> {
            PolicyOutcome outcome = push.push(candidate, request, candidate.digest());
            if (!outcome.isDone()) {
                candidate.errors().forEach(error -> setup.log().accept(error.toString()));
                outcome.reasons().forEach(setup.log());
                setup.log()
                        .accept("policy not reloaded (" + request.trigger().phrase() + "): " + care.inForce()
                                + " stays in force");
                refused(request, outcome);
            }
            return outcome;
        });
    }

    private void refused(PushRequest request, PolicyOutcome outcome) {
        String first = outcome.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .findFirst()
                .map(Finding::toString)
                .or(() -> outcome.reasons().stream().findFirst())
                .orElse("");
        setup.refusals()
                .accept(request.trigger().phrase() + " by " + request.author().name() + ": " + first);
    }

    private PolicyOutcome noted(PushRequest request, PolicyOutcome outcome) {
        if (!outcome.isDone()) {
            refused(request, outcome);
        }
        return outcome;
    }

    private Candidate candidate() {
        try {
            return intake.read(setup.loader().text());
        } catch (PolicyFileException unreadable) {
            PolicyText none = new PolicyText(setup.origin().sourceName(), "", setup.pushedSets());
            return new Candidate(none, "", List.of(), unreadable.errors(), Optional.empty());
        }
    }

    /** Who reloads a file is known by nobody; but whose it is. */
    private Author fileOwner() {
        Optional<Path> file = setup.origin().file();
        if (file.isEmpty()) {
            return Author.CONTROL;
        }
        try {
            return new Author(Files.getOwner(file.get()).getName());
        } catch (IOException gone) {
            return Author.CONTROL;
        }
    }

    /** Puts a policy in force. Read, compiled and tested before the lock is taken: nobody waits for that. */
    public PolicyOutcome push(PolicyText text, PushRequest request) {
        Candidate candidate = intake.read(text);
        return noted(request, locked(() -> push.push(candidate, request, wanted.fileDigest())));
    }

    /**
     * Puts a policy of the history in force again, as it was compiled then.
     *
     * @param id of the entry; without: what was in force before, which for a policy on trial is the one it took over from
     */
    public PolicyOutcome rollback(OptionalLong id, PushRequest request) {
        Optional<PolicyPush.Before> before = push.before(id);
        return noted(request, locked(() -> push.rollback(id, request, before)));
    }

    /** The policy on trial stays: the one that was when this was called, and no other that came meanwhile. */
    public PolicyOutcome confirm(Author author) {
        Optional<HistoryEntry> meant = status().trial();
        return locked(() -> push.confirm(author, meant));
    }

    /**
     * Lets a policy judge live frames beside the one in force, without effect.
     *
     * @param seconds after which it ends, if nobody ends it before
     * @return what was taken, or why not
     * @throws BoxRefusalException     where the box won't
     * @throws BoxUnreachableException where none answers
     */
    public Candidate beginWhatIf(PolicyText text, int seconds) {
        Candidate candidate = intake.read(text);
        candidate
                .compiled()
                .ifPresent(compiled -> locked(() -> {
                    setup.box().beginWhatIf(compiled.image());
                    whatIfEndNs = OptionalLong.of(System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
                    return null;
                }));
        return candidate;
    }

    /** Ends what {@link #beginWhatIf} began; throws as that does. */
    public void endWhatIf() {
        locked(() -> {
            setup.box().endWhatIf();
            whatIfEndNs = OptionalLong.empty();
            return null;
        });
    }

    private void endWhatIfInTime() {
        if (whatIfEndNs.isPresent() && System.nanoTime() - whatIfEndNs.getAsLong() >= 0) {
            whatIfEndNs = OptionalLong.empty();
            try {
                setup.box().endWhatIf();
            } catch (BoxRefusalException | BoxUnreachableException ended) {
                setup.log().accept("what-if: " + ended.getMessage());
            }
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
                endWhatIfInTime();
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
