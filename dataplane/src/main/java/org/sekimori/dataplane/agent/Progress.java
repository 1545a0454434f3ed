package org.sekimori.dataplane.agent;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.Port;

/**
 * Tells a pipeline's heartbeat until when everything in it went forward: capture goes round, published frames are judged
 * and leave the ring, what is to be sent is taken by the drivers, and egress itself goes round, since it is the one that
 * tells. A line on which nothing happens goes forward; so does one that is down or set down, whose frames are lost at once
 * and counted: no restart would mend it.
 *
 * <p>Belongs to egress, but for {@link #onCaptureRound}, which is capture's, and {@link #standstill}, which is anybody's.
 */
final class Progress {
    private static final long LOOK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    /** What stands for less than this isn't what the pipeline stands for. */
    private static final long MOMENT_NS = TimeUnit.SECONDS.toNanos(1);

    private static final Standstill EGRESS = new Standstill("the agent that sends frames does not go round", false);
    private static final Standstill CAPTURE = new Standstill("the agent that receives frames does not go round", false);
    private static final Standstill WORKERS = new Standstill("frames that came in are not judged", false);

    private final RingBuffer<FrameSlot> ring;
    private final Sequence left;
    private final Heartbeat heartbeat;
    private final Departures[] departures;
    private final AtomicLong captureRounds = new AtomicLong();

    private long nextLookNs = System.nanoTime();
    private long seenCaptureRounds;
    private long capturedNs = nextLookNs;
    private long seenLeft;
    private long leftNs = nextLookNs;
    /** Written only where it changes. */
    private volatile Standstill standstill = EGRESS;

    Progress(RingBuffer<FrameSlot> ring, Sequence left, PortPair ports, Heartbeat heartbeat) {
        this.ring = ring;
        this.left = left;
        seenLeft = left.get();
        this.heartbeat = heartbeat;
        departures =
                new Departures[] {new Departures(ports.wan(), nextLookNs), new Departures(ports.lan(), nextLookNs)};
    }

    /** Capture went round. Partner: {@link #look}. */
    void onCaptureRound() {
        captureRounds.setRelease(captureRounds.getPlain() + 1);
    }

    /** Egress went round, at that time by {@link System#nanoTime}. */
    void onEgressRound(long nowNs) {
        if (nowNs - nextLookNs >= 0) {
            nextLookNs = nowNs + LOOK_INTERVAL_NS;
            look(nowNs);
        }
    }

    private void look(long nowNs) {
        Standstill longest = CAPTURE;
        long longestNs = nowNs - captured(nowNs);
        long unjudgedNs = nowNs - left(nowNs);
        if (unjudgedNs > longestNs) {
            longest = WORKERS;
            longestNs = unjudgedNs;
        }
        for (Departures each : departures) {
            long unsentNs = nowNs - each.sent(nowNs);
            if (unsentNs > longestNs) {
                longest = each.stuck;
                longestNs = unsentNs;
            }
        }
        Standstill now = longestNs < MOMENT_NS ? EGRESS : longest;
        if (now != standstill) {
            standstill = now;
        }
        heartbeat.beat(nowNs - longestNs);
    }

    /** When capture was last seen to have gone round. */
    private long captured(long nowNs) {
        long rounds = captureRounds.getAcquire();
        if (rounds != seenCaptureRounds) {
            seenCaptureRounds = rounds;
            capturedNs = nowNs;
        }
        return capturedNs;
    }

    /** When frames last left the ring, or there was none in it. */
    private long left(long nowNs) {
        long gone = left.get();
        if (gone != seenLeft || gone == ring.getCursor()) {
            seenLeft = gone;
            leftNs = nowNs;
        }
        return leftNs;
    }

    /** What keeps the pipeline from going forward, where its heartbeat stands. */
    Standstill standstill() {
        return standstill;
    }

    /** What is known of frames that leave by one port. */
    private static final class Departures {
        private final Port port;
        private final Standstill stuck;
        private long seenRefusals;
        private long refusedNs;
        private long sentNs;

        Departures(Port port, long nowNs) {
            this.port = port;
            stuck = new Standstill("the driver of '" + port.name() + "' takes no frames", true);
            refusedNs = nowNs;
            sentNs = nowNs;
        }

        /** When the driver last took frames, or wasn't given any. */
        long sent(long nowNs) {
            long refusals = port.transmitter().refusals();
            if (refusals != seenRefusals) {
                seenRefusals = refusals;
                refusedNs = nowNs;
            }
            if (!port.transmitter().isStuck() || nowNs - refusedNs > MOMENT_NS) {
                sentNs = nowNs;
            }
            return sentNs;
        }
    }
}
