package org.sekimori.dataplane.port;

/** The sending half of a port; belongs to the egress agent. */
public interface TransmitPort {
    /**
     * Takes the frame into the port's queue, copying what it needs: the caller releases the frame right after. Never
     * waits: a frame the port can't take now is counted by the port, and lost.
     */
    void transmit(FrameSlot slot);

    /** Sends what is queued. Called once a duty cycle, and costs nothing when nothing is queued. */
    void flush();

    /** Frames queued that the last {@link #flush} could not send; while there are any, the box does not go to sleep. */
    default int pending() {
        return 0;
    }
}
