package org.sekimori.dataplane.offload;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Compares how many frames a port was given to send, by programs and by the box, with how many its driver says it sent. A
 * difference that lasts is frames that were counted as passed and are lost: too long for what is behind the port, or with
 * nowhere to go. Frames that the port sends in several pieces hide as many. Belongs to one thread at a time.
 */
final class SendAudit {
    /** Time between two looks. */
    static final long LOOK_NS = TimeUnit.SECONDS.toNanos(1);
    /** Looks for which a difference lasts: frames wait in queues, and some drivers are late to count. */
    static final int LOOKS = 5;

    private static final long SAY_NS = TimeUnit.MINUTES.toNanos(1);

    private final String portName;
    private final LongSupplier given;
    private final Supplier<OptionalLong> sent;
    private final Consumer<Long> counter;
    private final Consumer<String> log;
    private final long[] differences = new long[LOOKS];
    private int looks;
    private long nextLookNs;
    private OptionalLong sentAtFirst = OptionalLong.empty();
    private boolean isBegun;
    private long givenAtFirst;
    /** A tenth of a second ago: what was given since may be on its way. */
    private long givenBefore;

    private long lastSent;
    private long found;
    private long unsaid;
    private long saidNs;

    /**
     * Begins with the first look.
     *
     * @param portName the interface's
     * @param given frames that it was given to send
     * @param sent frames that it has sent
     * @param counter takes how many more are lost
     * @param log hears of them, a line a minute at most
     */
    SendAudit(
            String portName,
            LongSupplier given,
            Supplier<OptionalLong> sent,
            Consumer<Long> counter,
            Consumer<String> log) {
        this.portName = portName;
        this.given = given;
        this.sent = sent;
        this.counter = counter;
        this.log = log;
    }

    /** Before what was given is counted anew: so nothing is missed at the first look that was sent before it. */
    void beforeCounting() {
        if (!isBegun) {
            sentAtFirst = sent.get();
        }
    }

    /** After what was given is counted anew, some ten times a second. */
    void look(long nowNs) {
        if (!isBegun) {
            begin(nowNs);
            return;
        }
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + LOOK_NS;
            OptionalLong now = sent.get();
            if (now.isEmpty() || now.getAsLong() < lastSent) {
                // the interface is gone, or another one
                isBegun = false;
                return;
            }
            lastSent = now.getAsLong();
            note(nowNs);
        }
        givenBefore = given.getAsLong();
    }

    private void begin(long nowNs) {
        if (sentAtFirst.isPresent()) {
            isBegun = true;
            lastSent = sentAtFirst.getAsLong();
            givenAtFirst = given.getAsLong();
            givenBefore = givenAtFirst;
            nextLookNs = nowNs + LOOK_NS;
            looks = 0;
            found = 0;
            saidNs = nowNs - SAY_NS;
        }
    }

    /** The difference is too small rather than too large, since what was sent is newer. */
    private void note(long nowNs) {
        differences[looks++ % LOOKS] = givenBefore - givenAtFirst - (lastSent - sentAtFirst.getAsLong());
        if (looks >= LOOKS) {
            long lasting = Arrays.stream(differences).min().getAsLong();
            if (lasting > found) {
                counter.accept(lasting - found);
                unsaid += lasting - found;
                found = lasting;
            }
        }
        if (unsaid > 0 && nowNs - saidNs >= SAY_NS) {
            log.accept("warning: " + unsaid + " frames were passed and not sent by " + portName
                    + ": too long for it or its far end, or its line was down ('transmit-unsent')");
            unsaid = 0;
            saidNs = nowNs;
        }
    }
}
