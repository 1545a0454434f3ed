package org.sekimori.dataplane.agent;

/** Hears of frames as they leave; belongs to egress. */
interface TransitTimer {
    /** Nobody measures. */
    TransitTimer NONE = new TransitTimer() {
        @Override
        public void onTransmit(long receivedEpochNs) {}

        @Override
        public void onFlush() {}
    };

    /** A frame received then was put into a transmit queue; 0 if its port stamps none. */
    void onTransmit(long receivedEpochNs);

    /** What was queued since the last time has been handed to the driver. */
    void onFlush();
}
