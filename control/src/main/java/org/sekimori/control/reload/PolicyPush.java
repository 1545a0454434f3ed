package org.sekimori.control.reload;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.control.history.Author;
import org.sekimori.control.history.EntryKind;
import org.sekimori.control.history.EntryNotes;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.HistoryException;
import org.sekimori.control.history.Outcome;
import org.sekimori.control.history.Trigger;
import org.sekimori.control.reload.PolicyOutcome.Kind;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.command.PolicyReply;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.policy.Mode;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.image.PolicyImageException;
import org.sekimori.policy.text.Finding;

/** Changes what is in force, and enters it in the history. Guarded by the lock of {@link PolicyService}. */
final class PolicyPush {
    private final PolicySetup setup;
    private final WantedPolicies wanted;

    PolicyPush(PolicySetup setup, WantedPolicies wanted) {
        this.setup = setup;
        this.wanted = wanted;
    }

    /**
     * Puts a candidate in force.
     *
     * @param kind where it comes from
     * @param file by which the policy file is known as it is taken over by this, or was last
     */
    PolicyOutcome push(Candidate candidate, PushRequest request, EntryKind kind, FileMark file) {
        if (!candidate.isUsable()) {
            return PolicyOutcome.bad(candidate);
        }
        if (isStale(request)) {
            return stale();
        }
        Optional<String> others =
                request.lists().filter(word -> !word.equals(candidate.lists().word()));
        if (others.isPresent()) {
            return PolicyOutcome.refused(
                    Kind.CONFLICT, otherLists(candidate.lists().differing(others.get())));
        }
        Candidate.Compiled compiled = candidate.compiled().orElseThrow();
        String source = candidate.text().source();
        List<String> remarks = remarks(compiled.facts().checksum(), request, kind);
        Wanted next = wanted.begin(
                origin(request, source, file.digest()),
                compiled,
                candidate.text().text(),
                candidate.notes(kind, file.textDigest()),
                candidate.sets());
        return send(next, request, candidate.findings(), remarks);
    }

    private String otherLists(String which) {
        String folder = setup.origin()
                .file()
                .map(file -> SetsBelow.folder(file).toString())
                .orElse("the folder '" + SetsBelow.FOLDER + "' beside control's policy file");
        return "control reads other contents of " + which + " than those that this policy was checked with: pushed"
                + " policies have their lists from " + folder + "; copy the lists there first, or push from there";
    }

    /** What whoever wants that policy in force may not know. */
    private List<String> remarks(int checksum, PushRequest request, EntryKind kind) {
        List<String> remarks = new ArrayList<>();
        replaced(kind).or(() -> unknown(checksum)).ifPresent(remarks::add);
        if (setup.origin().watches() && kind != EntryKind.FILE) {
            remarks.add("control was started with --monitor: this policy drops nothing");
        }
        boolean isSame =
                wanted.confirmed().filter(one -> one.checksum() == checksum).isPresent();
        if (request.confirmSeconds() > 0 && isSame) {
            remarks.add("the same policy is in force for good already, and returns if nobody confirms this one");
        }
        return remarks;
    }

    /** What gives way that doesn't come from where the new policy comes from. */
    private Optional<String> replaced(EntryKind kind) {
        if (wanted.trial().isPresent()) {
            HistoryEntry trial = wanted.trial().get().entry();
            return Optional.of(
                    "it takes the place of " + PolicyStanding.name(trial) + ", which waited for confirmation");
        }
        return wanted.confirmed()
                .map(Wanted::entry)
                .filter(entry -> kind != EntryKind.FILE || entry.notes().kind() != EntryKind.FILE)
                .map(entry -> "it takes the place of " + PolicyStanding.name(entry));
    }

    /** What the box has and the history knows nothing of, since it was lost; what ships with the program is no loss. */
    private Optional<String> unknown(int checksum) {
        if (wanted.confirmed().isPresent()) {
            return Optional.empty();
        }
        return setup.sight()
                .get()
                .filter(seen -> seen.epoch() > 0 && seen.checksum() != checksum)
                .filter(seen -> !seen.origin().equals(StartPolicy.SHIPPED))
                .map(seen -> "it takes the place of '" + seen.policyName()
                        + "', which the box had and the history doesn't" + " know");
    }

    /** An entry of the history with its policy, which takes long to read where it is large. */
    record Before(HistoryEntry entry, Optional<Policy> policy) {}

    /** What a rollback is going to need, as far as can be told without the lock. */
    Optional<Before> before(OptionalLong id) {
        if (id.isEmpty() && wanted.status().trial().isPresent()) {
            return Optional.empty();
        }
        try {
            return entry(id).map(entry -> new Before(entry, wanted.policy(entry, setup.setsOf(entry))));
        } catch (HistoryException unreadable) {
            return Optional.empty();
        }
    }

    private Optional<HistoryEntry> entry(OptionalLong id) {
        return id.isPresent()
                ? setup.history().entry(id.getAsLong())
                : setup.history().previous();
    }

    /** Puts the same policy in force as one that drops nothing; where it can't be read any more, none is wanted. */
    void watchOnly(Wanted enforcing) {
        HistoryEntry entry = enforcing.entry();
        if (enforcing.policy().isEmpty()) {
            setup.log()
                    .accept("entry " + entry.id() + " would drop frames and can't be read any more; nothing is pushed");
            wanted.forget();
            return;
        }
        Policy watching = enforcing.policy().get().withMode(Mode.MONITOR);
        PushRequest request = PushRequest.of(Author.CONTROL, Trigger.START);
        HistoryEntry.Origin origin = origin(request, "entry " + entry.id() + ", " + plain(entry.source()), "");
        String text = setup.history().text(entry);
        Wanted next = wanted.begin(origin, PolicyIntake.compile(watching), text, entry.notes(), List.of());
        send(next, request, List.of(), List.of());
    }

    /** Puts an entry of the history in force. */
    PolicyOutcome rollback(OptionalLong id, PushRequest request, Optional<Before> before) {
        if (isStale(request)) {
            return stale();
        }
        if (id.isEmpty() && wanted.trial().isPresent()) {
            return takeBack(request.author());
        }
        Optional<HistoryEntry> found = entry(id);
        if (found.isEmpty()) {
            return PolicyOutcome.refused(
                    Kind.CONFLICT,
                    id.isPresent()
                            ? "the history has no entry " + id.getAsLong()
                            : "the history has no other policy that was in force before");
        }
        HistoryEntry entry = found.get();
        try {
            return restore(entry, request, before);
        } catch (HistoryException | PolicyImageException unusable) {
            return PolicyOutcome.refused(
                    Kind.CONFLICT, "entry " + entry.id() + " can't be put in force: " + unusable.getMessage());
        }
    }

    private PolicyOutcome restore(HistoryEntry entry, PushRequest request, Optional<Before> before) {
        byte[] image = wanted.image(entry);
        if (setup.origin().watches()
                && !PolicyTable.over(new UnsafeBuffer(image)).isMonitorOnly()) {
            return PolicyOutcome.refused(
                    Kind.CONFLICT, "entry " + entry.id() + " would drop frames, and control was started to only watch");
        }
        Optional<Policy> policy =
                before.filter(one -> one.entry().id() == entry.id()).flatMap(Before::policy);
        String source = "entry " + entry.id() + ", " + plain(entry.source());
        FileMark file = wanted.fileMark();
        EntryNotes notes = new EntryNotes(
                EntryKind.ROLLBACK, file.textDigest(), List.of(), entry.notes().sets());
        List<String> remarks = remarks(entry.policy().checksum(), request, EntryKind.ROLLBACK);
        Wanted next = wanted.begin(
                origin(request, source, file.digest()),
                new Candidate.Compiled(entry.policy(), image, policy),
                setup.history().text(entry),
                notes,
                List.of());
        return send(next, request, List.of(), remarks);
    }

    /** Of an entry that was a rollback itself, what it went back to. */
    private static String plain(String source) {
        return source.replaceFirst("^entry [0-9]+, ", "");
    }

    private PolicyOutcome takeBack(Author author) {
        return asked(() -> {
            PolicyReply reply = setup.box().revert();
            wanted.endTrial(Outcome.REPLACED, "taken back by " + author.name());
            HistoryEntry entry = wanted.confirmed().map(Wanted::entry).orElse(null);
            return done(Kind.IN_FORCE, List.of(), Optional.ofNullable(entry), reply);
        });
    }

    /** The policy on trial stays, if it is the one that was meant. */
    PolicyOutcome confirm(Author author, Optional<HistoryEntry> meant) {
        if (wanted.trial().isEmpty()) {
            return PolicyOutcome.refused(Kind.CONFLICT, "no policy waits for confirmation");
        }
        if (!meant.filter(entry -> entry.id() == wanted.trial().get().entry().id())
                .isPresent()) {
            return PolicyOutcome.refused(
                    Kind.CONFLICT, "another policy was pushed meanwhile; look at it, and confirm again");
        }
        return asked(() -> {
            PolicyReply reply = setup.box().confirm();
            String words = "confirmed by " + author.name();
            wanted.confirm(
                    wanted.trial().orElseThrow(),
                    Outcome.IN_FORCE,
                    reply.remark().isEmpty() ? words : words + "; " + reply.remark());
            setup.log().accept("policy " + words);
            return done(Kind.IN_FORCE, List.of(), wanted.confirmed().map(Wanted::entry), reply);
        });
    }

    private PolicyOutcome send(Wanted next, PushRequest request, List<Finding> findings, List<String> remarks) {
        PolicyReply reply;
        try {
            reply = setup.box().push(next.image(), request.confirmSeconds());
        } catch (BoxRefusalException refusal) {
            wanted.discard(next);
            return PolicyOutcome.refused(Kind.BOX_REFUSED, refusal.getMessage());
        } catch (BoxUnreachableException unreachable) {
            boolean isLasting = PushRequest.isLasting(
                    request.trigger(), next.entry().notes().kind());
            return isLasting ? waiting(next, findings, unreachable) : unreachable(next, unreachable);
        }
        List<String> all = new ArrayList<>(remarks);
        if (!reply.remark().isEmpty()) {
            all.add(reply.remark());
        }
        if (request.confirmSeconds() > 0) {
            wanted.attempt(next, String.join("; ", all));
        } else {
            wanted.confirm(next, Outcome.IN_FORCE, String.join("; ", all));
        }
        setup.log().accept(reloaded(next.entry(), request, reply, remarks));
        Kind kind = request.confirmSeconds() > 0 ? Kind.UNCONFIRMED : Kind.IN_FORCE;
        return new PolicyOutcome(kind, findings, all, wanted.current().map(Wanted::entry), reply.epoch());
    }

    private static String reloaded(HistoryEntry entry, PushRequest request, PolicyReply reply, List<String> remarks) {
        String trial =
                request.confirmSeconds() > 0 ? ", for " + request.confirmSeconds() + " s unless it is confirmed" : "";
        String more = remarks.isEmpty() ? "" : "; " + String.join("; ", remarks);
        return "policy reloaded (" + request.words() + "): '" + entry.policy().name() + "', "
                + entry.policy().rules() + " rules, epoch " + reply.epoch() + trial + more;
    }

    private PolicyOutcome waiting(Wanted next, List<Finding> findings, BoxUnreachableException unreachable) {
        wanted.confirm(next, Outcome.PUSHING, "waits for the box");
        setup.log().accept(unreachable.getMessage());
        setup.log().accept("policy '" + next.entry().policy().name() + "' waits until the box answers");
        return new PolicyOutcome(
                Kind.WAITING,
                findings,
                List.of(unreachable.getMessage()),
                wanted.confirmed().map(Wanted::entry),
                0);
    }

    private PolicyOutcome unreachable(Wanted next, BoxUnreachableException unreachable) {
        wanted.discard(next);
        return PolicyOutcome.refused(Kind.UNREACHABLE, unreachable.getMessage());
    }

    private interface Question {
        PolicyOutcome ask();
    }

    private static PolicyOutcome asked(Question question) {
        try {
            return question.ask();
        } catch (BoxRefusalException refusal) {
            return PolicyOutcome.refused(Kind.BOX_REFUSED, refusal.getMessage());
        } catch (BoxUnreachableException unreachable) {
            return PolicyOutcome.refused(Kind.UNREACHABLE, unreachable.getMessage());
        }
    }

    private static PolicyOutcome done(
            Kind kind, List<Finding> findings, Optional<HistoryEntry> entry, PolicyReply reply) {
        List<String> remarks = reply.remark().isEmpty() ? List.of() : List.of(reply.remark());
        return new PolicyOutcome(kind, findings, remarks, entry, reply.epoch());
    }

    private HistoryEntry.Origin origin(PushRequest request, String source, String fileDigest) {
        Instant now = setup.clock().instant();
        return new HistoryEntry.Origin(now, request.author(), request.trigger(), source, fileDigest);
    }

    private boolean isStale(PushRequest request) {
        return request.expected().isPresent()
                && !wanted.current()
                        .filter(one -> one.checksum() == request.expected().getAsInt())
                        .isPresent();
    }

    private PolicyOutcome stale() {
        String now =
                wanted.current().map(one -> one.entry().policy().checksumText()).orElse("none");
        return PolicyOutcome.refused(
                Kind.STALE, "the policy in force is another one than was expected: its checksum is " + now);
    }
}
