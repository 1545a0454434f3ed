package org.sekimori.control.reload;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.sekimori.control.history.HistoryEntry;
import org.sekimori.control.history.Outcome;
import org.sekimori.dataplane.command.BoxRefusalException;
import org.sekimori.dataplane.command.BoxUnreachableException;
import org.sekimori.dataplane.command.PolicyKeeper;
import org.sekimori.dataplane.command.PolicyReply;

/**
 * Keeps an eye on the box: notices that it was started anew, that a policy on trial has gone or stayed, and that another
 * policy is in force than ought to be, which alone is a reason to push one. Guarded by the lock of {@link PolicyService}.
 */
final class BoxCare {
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);

    /** What the box says of a policy that it couldn't write down. */
    private static final Pattern NOT_KEPT = Pattern.compile("(; )?" + Pattern.quote(PolicyKeeper.NOT_KEPT) + ".*$");

    private final PolicySetup setup;
    private final WantedPolicies wanted;
    private final BiConsumer<HistoryEntry, String> refusals;
    private Optional<BoxSight> last = Optional.empty();
    private String said = "";
    private long nextPushNs = System.nanoTime();
    /** The start of the box, and the entry, that don't go together. */
    private long refusedInstance;

    private long refusedEntry;

    /**
     * Looks after the box of that setup.
     *
     * @param refusals takes what the box won't have back, with a line that says so
     */
    BoxCare(PolicySetup setup, WantedPolicies wanted, BiConsumer<HistoryEntry, String> refusals) {
        this.setup = setup;
        this.wanted = wanted;
        this.refusals = refusals;
    }

    /** How lines call what is in force. */
    String inForce() {
        Optional<BoxSight> sight = setup.sight().get();
        return sight.map(seen -> "epoch " + seen.epoch()).orElse("what the box has");
    }

    void look() {
        Optional<BoxSight> sight = setup.sight().get();
        if (sight.isEmpty()) {
            sayOnce("the box isn't there; it is looked for again and again");
            return;
        }
        BoxSight seen = sight.get();
        noteStart(seen);
        last = sight;
        settleTrial(seen);
        if (wanted.trial().isEmpty()) {
            wanted.confirmed().ifPresent(policy -> settle(policy, seen));
        }
    }

    private void noteStart(BoxSight seen) {
        boolean isKnown =
                last.filter(before -> before.instance() == seen.instance()).isPresent();
        if (isKnown) {
            return;
        }
        String what = last.isPresent() ? "the box was restarted" : "the box is there";
        String remark = seen.remark().isEmpty() ? "" : "; " + seen.remark();
        String policy = seen.isAwaiting()
                ? "waits for its policy"
                : "policy '" + seen.policyName() + "' (" + seen.origin() + "), epoch " + seen.epoch() + remark;
        say(what + ": process " + seen.pid() + ", " + policy);
        nextPushNs = System.nanoTime();
    }

    /** A policy on trial, or one that was on its way when the control process before ended. */
    private void settleTrial(BoxSight seen) {
        if (wanted.trial().isEmpty()) {
            return;
        }
        Wanted trial = wanted.trial().get();
        if (trial.checksum() == seen.checksum()) {
            if (seen.isOnTrial()) {
                wanted.attempt(trial, trial.entry().remark());
            } else {
                wanted.confirm(trial, Outcome.IN_FORCE, trial.entry().remark());
            }
        } else if (trial.entry().outcome() == Outcome.UNCONFIRMED) {
            wanted.endTrial(Outcome.EXPIRED, seen.remark());
            say("policy '" + trial.entry().policy().name() + "' (entry "
                    + trial.entry().id() + ") was not confirmed: '" + seen.policyName() + "' is in force, epoch "
                    + seen.epoch());
        } else if (PushRequest.isLasting(
                trial.entry().trigger(), trial.entry().notes().kind())) {
            wanted.confirm(trial, Outcome.PUSHING, "");
        } else {
            wanted.endTrial(Outcome.FAILED, "control ended before the box had it");
        }
    }

    private void settle(Wanted policy, BoxSight seen) {
        if (policy.checksum() == seen.checksum() && !seen.isAwaiting()) {
            if (policy.entry().outcome() != Outcome.IN_FORCE) {
                wanted.confirm(policy, Outcome.IN_FORCE, "");
            } else if (seen.remark().isEmpty()
                    && NOT_KEPT.matcher(policy.entry().remark()).find()) {
                say("policy " + PolicyStanding.name(policy.entry()) + " is kept for the box's next start now");
                wanted.confirm(
                        policy,
                        Outcome.IN_FORCE,
                        NOT_KEPT.matcher(policy.entry().remark()).replaceFirst(""));
            }
            said = "";
            return;
        }
        boolean isRefused = refusedInstance == seen.instance()
                && refusedEntry == policy.entry().id();
        long nowNs = System.nanoTime();
        if (!isRefused && nowNs - nextPushNs >= 0) {
            nextPushNs = nowNs + RETRY_NS;
            push(policy, seen);
        }
    }

    private void push(Wanted policy, BoxSight seen) {
        String name = "'" + policy.entry().policy().name() + "'";
        try {
            PolicyReply reply = setup.box().push(policy.image(), 0);
            wanted.confirm(policy, Outcome.IN_FORCE, reply.remark());
            say("policy " + name + " (entry " + policy.entry().id() + ") pushed"
                    + (seen.isAwaiting() ? "" : " in the place of '" + seen.policyName() + "'") + ", epoch "
                    + reply.epoch());
        } catch (BoxRefusalException refusal) {
            refusedInstance = seen.instance();
            refusedEntry = policy.entry().id();
            String line = "policy " + name + " (entry " + policy.entry().id() + ") is refused by the box, '"
                    + seen.policyName() + "' stays in force: " + refusal.getMessage();
            say(line);
            refusals.accept(policy.entry(), line);
        } catch (BoxUnreachableException unreachable) {
            sayOnce("the box doesn't answer, policy " + name + " waits: " + unreachable.getMessage());
        }
    }

    private void say(String line) {
        said = "";
        setup.log().accept(line);
    }

    private void sayOnce(String line) {
        if (!line.equals(said)) {
            said = line;
            setup.log().accept(line);
        }
    }
}
