package org.sekimori.control.events;

/** One way events go. It never makes the caller wait, whatever becomes of them. */
public interface EventOutlet extends AutoCloseable {
    /** Takes one event, or drops and counts it. */
    void offer(Event event);

    /** Called several times a second: a chance to see what hangs. */
    default void supervise(long nowNs) {}

    /** Opens anew what it writes to; soon, and by itself. */
    default void reopen() {}

    @Override
    default void close() {}
}
