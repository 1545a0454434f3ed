package org.sekimori.dataplane.command;

/**
 * What can be asked of a box, in the same process or over its socket. Every call returns when the box has done it.
 *
 * <p>Each throws {@link BoxRefusalException}, with the box's words, where the box won't, and {@link
 * BoxUnreachableException} where none answers; whether it did anything is then unknown.
 */
public interface BoxLink extends AutoCloseable {
    /**
     * Puts an image in force from the next batch of frames on, once it was found whole and sound.
     *
     * @param confirmSeconds within which {@link #confirm} must come, or the last confirmed policy returns; 0: it needs
     *     none, and is kept for the next start at once
     */
    PolicyReply push(byte[] image, int confirmSeconds);

    /** The policy in force stays, and is kept for the next start. */
    PolicyReply confirm();

    /** The last confirmed policy returns now. */
    PolicyReply revert();

    /**
     * From now on this image judges every frame as well, without effect; one that did so before makes room.
     *
     * @param seconds after which it ends by itself; it ends before that if it takes too much of the time for frames
     */
    void beginWhatIf(byte[] image, int seconds);

    /** No candidate judges any more. */
    void endWhatIf();

    /**
     * Drops are reported with their frames' first bytes for a while.
     *
     * @param seconds how long
     * @param snapBytes bytes of each frame, at most
     */
    void captureDrops(int seconds, int snapBytes);

    @Override
    void close();
}
