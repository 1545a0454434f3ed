package org.sekimori.dataplane.agent;

import java.util.concurrent.TimeUnit;

/** How many frames in a row one step of a pipeline failed at. Belongs to that step's thread. */
final class FaultStreak {
    /** So many failures in a row, without one success, are a standstill. */
    static final int STANDSTILL_FRAMES = 100;
    /** But only if they last so long: a burst of frames that all meet one fault is survived by dropping them. */
    static final long STANDSTILL_NS = TimeUnit.SECONDS.toNanos(5);

    private final FaultListener listener;
    private int length;
    private long beganNs;

    FaultStreak(FaultListener listener) {
        this.listener = listener;
    }

    /** A frame went well. */
    void end() {
        if (length != 0) {
            length = 0;
        }
    }

    /** The step failed at a frame, which is dropped and counted already. */
    void add(Throwable fault, long nowNs) {
        beganNs = length == 0 ? nowNs : beganNs;
        length = Math.min(length + 1, STANDSTILL_FRAMES);
        listener.onFrame(fault);
        if (length == STANDSTILL_FRAMES && nowNs - beganNs >= STANDSTILL_NS) {
            listener.onStandstill(fault);
        }
    }
}
