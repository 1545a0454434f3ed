package org.sekimori.dataplane.port;

/**
 * The receiving half of a port. {@link #receive} belongs to the capture agent; {@link #release} to the egress agent,
 * which calls it once for every received frame, in the order they were received.
 */
public interface ReceivePort {
    /**
     * Points the slot at the next frame and returns true, or returns false at once when there is none. The frame stays
     * where it is until it is released. Never allocates, blocks or throws on a live port.
     */
    boolean receive(FrameSlot slot);

    /** Gives the frame's memory back. */
    void release(FrameSlot slot);

    /** The same for a frame that comes too late to be sent, which is counted. */
    default void discard(FrameSlot slot) {
        release(slot);
    }

    /** Whether no frame will ever come again: a capture file that has been read to its end. A live port never ends. */
    default boolean isExhausted() {
        return false;
    }
}
