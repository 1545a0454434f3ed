package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.command.FirstPolicy;
import org.sekimori.dataplane.guard.GuardReport;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * A box's wait for what it can't start without, in one process, before it has touched an interface. What it waits for is in
 * the log, in the box's file, and told the service manager.
 *
 * <p>Where that one awaits a start, the wait is given up after a while, so that the start fails for whoever ordered it. The box
 * that is started next finds that in the box's file, and waits as long as it takes.
 */
final class BoxWait {
    private static final int POLL_MS = 20;
    private static final int INTERFACE_POLL_MS = 200;
    /** Control mostly has it sooner, and then there is nothing to say. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(5);

    /** An interface is there by then, some seconds into the machine's own start, or somebody has to see to it. */
    private static final int START_SECONDS = 15;

    private static final String FOR_POLICY = "waiting for the policy from 'sekimori control'";
    private static final String GUARDED = "; the guard keeps the line meanwhile";

    private final Stop stop;
    private final ServiceState service;
    private final Path guardFolder;
    private final PrintWriter err;
    private Optional<BoxHeaderWriter> header = Optional.empty();
    private boolean followsWait;
    private boolean hasGivenUp;
    private String told = "";
    private String toldService = "";

    /**
     * Of a box that begins.
     *
     * @param guardFolder where a guard has its names that may keep the line meanwhile
     */
    BoxWait(Stop stop, ServiceState service, Path guardFolder, PrintWriter err) {
        this.stop = stop;
        this.service = service;
        this.guardFolder = guardFolder;
        this.err = err;
    }

    /** From now on it is told in that file, whose box before this one may have given up its wait. */
    void in(BoxHome home) {
        header = Optional.of(home.file().header());
        followsWait = home.followsWait();
    }

    /** Whether a wait ended since it took too long. */
    boolean hasGivenUp() {
        return hasGivenUp;
    }

    /**
     * Claims the interfaces as soon as that can be done.
     *
     * @param claim refuses as long as it can't
     * @return the claims; nothing where the end is wished for before, or the wait was given up
     */
    <T> Optional<T> interfaces(Supplier<T> claim) throws InterruptedException {
        long startNs = System.nanoTime();
        String said = "";
        do {
            try {
                T claims = claim.get();
                tell("");
                return Optional.of(claims);
            } catch (BadInputException notYet) {
                if (isHopeless(notYet)) {
                    throw notYet;
                }
                String why = "waiting for " + notYet.getMessage();
                if (!why.equals(said)) {
                    say(why);
                    said = why;
                }
                tell(why);
            }
        } while (!isTooLong(startNs) && !stop.await(INTERFACE_POLL_MS));
        return Optional.empty();
    }

    /** A missing privilege and a name that can't be one stay as they are. */
    private static boolean isHopeless(BadInputException refused) {
        Throwable cause = refused.getCause() == null ? null : refused.getCause().getCause();
        return cause instanceof IllegalArgumentException
                || cause instanceof NativeCallException call && call.isPrivilegeMissing();
    }

    /** Says in the box's file that there is no policy yet. */
    void announcePolicy(FirstPolicy first) {
        if (!first.isKnown()) {
            tell(FOR_POLICY);
        }
    }

    /**
     * Waits until the policy is known.
     *
     * @param patience false once it is time to go by what there is
     * @return false where the end is wished for before, or the wait was given up
     */
    boolean policy(FirstPolicy first, BooleanSupplier patience) throws InterruptedException {
        long startNs = System.nanoTime();
        boolean isSaid = false;
        while (!first.isKnown() && patience.getAsBoolean()) {
            tell(FOR_POLICY);
            if (!isSaid && System.nanoTime() - startNs >= QUIET_NS) {
                isSaid = true;
                say(FOR_POLICY + (isGuarded() ? GUARDED : "; no frame crosses until it comes"));
            }
            if (isTooLong(startNs) || stop.await(POLL_MS)) {
                return false;
            }
        }
        tell("");
        return true;
    }

    /** Whether whoever ordered the start has waited long enough; says so then. */
    private boolean isTooLong(long startNs) {
        hasGivenUp = service.isAwaited() && System.nanoTime() - startNs >= TimeUnit.SECONDS.toNanos(START_SECONDS);
        if (hasGivenUp) {
            say("sekimori box: " + told + ", for " + START_SECONDS
                    + " s now: this start has failed; the box that is started next waits as long as it takes");
            header.ifPresent(file -> file.fail(told));
        }
        return hasGivenUp;
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    private void tell(String why) {
        header.ifPresent(file -> tell(file, why));
        if (!why.equals(told)) {
            told = why;
            toldService = why.isEmpty() || !isGuarded() ? why : why + GUARDED;
        }
        if (!why.isEmpty() && followsWait) {
            service.isReady(toldService);
        } else if (!why.isEmpty()) {
            service.says(toldService);
        }
    }

    /** Whether programs that a box before this one, or a command, has left send frames on. */
    private boolean isGuarded() {
        try {
            return GuardReport.of(guardFolder).map(GuardReport::isComplete).orElse(false);
        } catch (IOException | NativeCallException unknown) {
            return false;
        }
    }

    private void tell(BoxHeaderWriter file, String why) {
        file.heartbeat(System.nanoTime());
        if (!why.equals(told)) {
            file.notice(why);
            file.state(why.isEmpty() ? BoxState.STARTING : BoxState.WAITING);
        }
    }
}
