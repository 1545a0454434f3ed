package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.sekimori.dataplane.boxfile.BoxHeaderWriter;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.command.FirstPolicy;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * A box's wait for what it can't start without, in one process, before it has touched an interface. What it waits for is in
 * the log and in the box's file.
 */
final class BoxWait {
    private static final int POLL_MS = 20;
    private static final int INTERFACE_POLL_MS = 200;
    /** Control mostly has it sooner, and then there is nothing to say. */
    private static final long QUIET_NS = TimeUnit.SECONDS.toNanos(5);

    private static final String FOR_POLICY = "waiting for the policy from 'sekimori control'";

    private final BoxHeaderWriter header;
    private final Stop stop;
    private final PrintWriter err;
    private String told = "";

    BoxWait(BoxHeaderWriter header, Stop stop, PrintWriter err) {
        this.header = header;
        this.stop = stop;
        this.err = err;
    }

    /**
     * Claims the interfaces as soon as that can be done.
     *
     * @param claim refuses as long as it can't
     * @return the claims; nothing where the end is wished for before
     */
    Optional<InterfaceClaims> interfaces(Supplier<InterfaceClaims> claim) throws InterruptedException {
        String said = "";
        do {
            try {
                InterfaceClaims claims = claim.get();
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
        } while (!stop.await(INTERFACE_POLL_MS));
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
     * @return false where the end is wished for before
     */
    boolean policy(FirstPolicy first, BooleanSupplier patience) throws InterruptedException {
        long loudNs = System.nanoTime() + QUIET_NS;
        boolean isSaid = false;
        while (!first.isKnown() && patience.getAsBoolean()) {
            tell(FOR_POLICY);
            if (!isSaid && System.nanoTime() - loudNs >= 0) {
                isSaid = true;
                say(FOR_POLICY + "; no frame crosses until it comes");
            }
            if (stop.await(POLL_MS)) {
                return false;
            }
        }
        tell("");
        return true;
    }

    private void say(String line) {
        err.println(line);
        err.flush();
    }

    private void tell(String why) {
        header.heartbeat(System.nanoTime());
        if (!why.equals(told)) {
            told = why;
            header.notice(why);
            header.state(why.isEmpty() ? BoxState.STARTING : BoxState.WAITING);
        }
    }
}
