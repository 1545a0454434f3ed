package org.sekimori.dataplane.agent;

import org.agrona.concurrent.EpochNanoClock;
import org.sekimori.dataplane.counters.TransitHistogram;

/**
 * Notes when frames were received, and once they are handed to the driver reads the clock, one time for all of them.
 * Frames a transmit queue had no room for count as if they had left.
 */
final class HistogramTimer implements TransitTimer {
    private final TransitHistogram histogram;
    private final EpochNanoClock clock;
    private final long[] received;
    private int count;

    /**
     * Nothing measured yet.
     *
     * @param clock goes by the same time as the ports' stamps
     * @param maxFrames most frames of one duty cycle
     */
    HistogramTimer(TransitHistogram histogram, EpochNanoClock clock, int maxFrames) {
        this.histogram = histogram;
        this.clock = clock;
        this.received = new long[maxFrames];
    }

    @Override
    public void onTransmit(long receivedEpochNs) {
        if (receivedEpochNs != 0 && count < received.length) {
            received[count++] = receivedEpochNs;
        }
    }

    @Override
    public void onFlush() {
        if (count > 0) {
            long nowNs = clock.nanoTime();
            for (int i = 0; i < count; i++) {
                histogram.record(nowNs - received[i]);
            }
            count = 0;
        }
    }
}
