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

    /** Whether the driver took nothing of what it was given last, though the line is up. */
    default boolean isStuck() {
        return false;
    }

    /** How often that was found, from the beginning. */
    default long refusals() {
        return 0;
    }

    /** {@link #transmit} threw, a fault of this program: the frame is lost, and the port counts it. */
    default void onFault() {}
}
