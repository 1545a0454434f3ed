package org.sekimori.control.http;

/** An answer that goes on. Any thread may use it. It ends when either side wants, and when the client reads too slowly. */
public interface OpenAnswer extends AutoCloseable {
    /** Whether more can be sent. */
    boolean isOpen();

    /** Runs the action once when the answer has ended, whoever ended it; at once where it already has. Keep it short. */
    void onClose(Runnable action);

    /** Ends the answer after what was sent. */
    @Override
    void close();
}
