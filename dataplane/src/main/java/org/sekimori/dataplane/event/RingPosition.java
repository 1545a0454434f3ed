package org.sekimori.dataplane.event;

/**
 * How far a reader has come in one worker's ring.
 *
 * @param cursor where the next event begins, in bytes since the box started
 * @param sequence number of that event
 */
public record RingPosition(long cursor, long sequence) {
    /** Before the first event. */
    public static final RingPosition START = new RingPosition(0, 0);
}
