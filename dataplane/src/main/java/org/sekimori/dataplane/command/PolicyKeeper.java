package org.sekimori.dataplane.command;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.NanoClock;
import org.agrona.concurrent.SystemNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.boxfile.PolicyNotice;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.image.PolicyImageException;

/**
 * Owns what is in force: takes images, puts them in force once they were verified, brings the last confirmed one back
 * where no confirmation comes, and keeps confirmed ones for the next start. For any thread; none of them is one that
 * touches frames.
 *
 * <p>The disk is written under a lock of its own, so that a disk that hangs delays neither a swap nor the timer.
 */
public final class PolicyKeeper implements BoxLink {
    /** Longest time to confirm. */
    public static final int MAX_CONFIRM_SECONDS = 24 * 60 * 60;

    /** How a remark begins on a policy that couldn't be written down. */
    public static final String NOT_KEPT = "in force, but not kept for the next start: ";

    private static final String RESTORED = "restored";
    private static final long FIRST_PAUSE_MS = TimeUnit.SECONDS.toMillis(5);
    private static final long LONGEST_PAUSE_MS = TimeUnit.MINUTES.toMillis(1);

    private final PolicySource policies;
    private final Optional<LastGood> lastGood;
    private final PolicyListener listener;
    private final NanoClock clock;
    private final Object disk = new Object();
    private final long firstPauseMs;

    private PolicyTable active;
    private long epoch;
    private String origin;
    private String remark;
    /** What returns where no confirmation comes; the policy in force itself once it is confirmed. */
    private PolicyTable confirmed;

    private long deadlineNs;
    /** What the next start begins with; null where that is neither in force nor going to be. */
    private PolicyTable kept;
    /** Whether a thread tries again to keep what couldn't be written. */
    private boolean isRetrying;

    private boolean isClosed;

    /**
     * Looks after the policies of that source, which has the start's in force.
     *
     * @param lastGood where confirmed policies are kept; nowhere without
     */
    public PolicyKeeper(
            PolicySource policies, StartPolicy start, Optional<LastGood> lastGood, PolicyListener listener) {
        this(policies, start, lastGood, listener, SystemNanoClock.INSTANCE, FIRST_PAUSE_MS);
    }

    PolicyKeeper(
            PolicySource policies,
            StartPolicy start,
            Optional<LastGood> lastGood,
            PolicyListener listener,
            NanoClock clock) {
        this(policies, start, lastGood, listener, clock, FIRST_PAUSE_MS);
    }

    PolicyKeeper(
            PolicySource policies,
            StartPolicy start,
            Optional<LastGood> lastGood,
            PolicyListener listener,
            NanoClock clock,
            long firstPauseMs) {
        this.firstPauseMs = firstPauseMs;
        this.policies = policies;
        this.lastGood = lastGood;
        this.listener = listener;
        this.clock = clock;
        active = start.table();
        confirmed = active;
        epoch = policies.current().epoch();
        origin = start.origin();
        remark = start.remark();
        kept = start.isKept() ? active : null;
        tell();
    }

    @Override
    public PolicyReply push(byte[] image, int confirmSeconds) {
        if (confirmSeconds < 0 || confirmSeconds > MAX_CONFIRM_SECONDS) {
            throw new BoxRefusalException(
                    "confirm " + confirmSeconds + " s: 0 to " + MAX_CONFIRM_SECONDS + " is wanted");
        }
        return push(verified(image), confirmSeconds);
    }

    /** The same with a table that was made in this process. */
    public PolicyReply push(PolicyTable table, int confirmSeconds) {
        synchronized (this) {
            publish(table, StartPolicy.PUSHED);
            if (confirmSeconds > 0) {
                deadlineNs = clock.nanoTime() + TimeUnit.SECONDS.toNanos(confirmSeconds);
            } else {
                confirmed = table;
            }
            tell();
            if (confirmSeconds > 0) {
                return reply();
            }
        }
        return keep();
    }

    @Override
    public PolicyReply confirm() {
        synchronized (this) {
            refuseUnlessPending("confirmed");
            confirmed = active;
            tell();
        }
        return keep();
    }

    @Override
    public synchronized PolicyReply revert() {
        refuseUnlessPending("taken back");
        restore("taken back on request: ");
        return reply();
    }

    /** Takes an unconfirmed policy back whose time is over. To be called several times a second, by one thread. */
    public synchronized void poll() {
        if (isPending() && clock.nanoTime() - deadlineNs >= 0) {
            restore("not confirmed in time: ");
        }
    }

    @Override
    public void beginWhatIf(byte[] image, int seconds) {
        throw new BoxRefusalException("this box compares no policies");
    }

    @Override
    public void endWhatIf() {
        throw new BoxRefusalException("this box compares no policies");
    }

    @Override
    public void captureDrops(int seconds, int snapBytes) {
        throw new BoxRefusalException("this box captures no frames");
    }

    static PolicyTable verified(byte[] image) {
        try {
            return PolicyTable.over(new UnsafeBuffer(image));
        } catch (PolicyImageException broken) {
            throw new BoxRefusalException(OneLine.of(broken), broken);
        }
    }

    private void publish(PolicyTable table, String how) {
        try {
            epoch = policies.publish(table);
        } catch (IllegalStateException noRoom) {
            throw new BoxRefusalException(OneLine.of(noRoom), noRoom);
        }
        active = table;
        origin = how;
        remark = "";
    }

    private void restore(String why) {
        String name = active.policyName();
        publish(confirmed, RESTORED);
        remark = why + "'" + name + "'";
        tell();
    }

    private boolean isPending() {
        return active != confirmed;
    }

    private void refuseUnlessPending(String what) {
        if (!isPending()) {
            throw new BoxRefusalException("there is nothing to be " + what + ": epoch " + epoch + ", policy '"
                    + active.policyName() + "', is not on trial");
        }
    }

    /** Has the newest confirmed policy on the disk, whoever gets there first. */
    private PolicyReply keep() {
        if (lastGood.isEmpty()) {
            return replyNow();
        }
        synchronized (disk) {
            PolicyTable wanted = confirmedNow();
            String failure = "";
            if (wanted != keptNow()) {
                failure = write(wanted);
            }
            return settle(wanted, failure);
        }
    }

    private String write(PolicyTable wanted) {
        try {
            lastGood.orElseThrow().write(wanted);
            return "";
        } catch (IOException failed) {
            return NOT_KEPT + lastGood.orElseThrow() + ": " + OneLine.of(failed);
        }
    }

    private synchronized PolicyReply settle(PolicyTable written, String failure) {
        kept = failure.isEmpty() ? written : null;
        if (written == active) {
            remark = failure;
        }
        if (!failure.isEmpty() && !isRetrying) {
            isRetrying = true;
            Thread again = new Thread(this::keepLater, "keep-policy");
            again.setDaemon(true);
            again.start();
        }
        tell();
        return new PolicyReply(epoch, active.checksum(), active == kept, failure);
    }

    /** A disk that was full may have room again: every five seconds, and then ever more seldom, up to once a minute. */
    private void keepLater() {
        long pauseMs = firstPauseMs;
        try {
            do {
                TimeUnit.MILLISECONDS.sleep(pauseMs);
                pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * pauseMs);
                if (isUnkept()) {
                    keep();
                }
            } while (isUnkept());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isUnkept() {
        isRetrying = !isClosed && kept != confirmed;
        return isRetrying;
    }

    private synchronized PolicyTable confirmedNow() {
        return confirmed;
    }

    private synchronized PolicyTable keptNow() {
        return kept;
    }

    private synchronized PolicyReply replyNow() {
        return reply();
    }

    private PolicyReply reply() {
        return new PolicyReply(epoch, active.checksum(), active == kept, remark);
    }

    private void tell() {
        if (isClosed) {
            return;
        }
        boolean pending = isPending();
        listener.onPolicy(new PolicyNotice(
                epoch,
                active.checksum(),
                active.policyName(),
                active.ruleCount(),
                active.isMonitorOnly(),
                origin,
                pending ? deadlineNs : 0,
                pending ? confirmed.checksum() : 0,
                active == kept,
                remark));
    }

    /** Nothing is told or kept from now on: where it would be told may be gone. */
    @Override
    public synchronized void close() {
        isClosed = true;
    }
}
