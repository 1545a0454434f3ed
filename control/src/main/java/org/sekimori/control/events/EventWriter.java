package org.sekimori.control.events;

import java.io.Closeable;
import java.io.IOException;

/** Writes events somewhere, and may take its time: a disk, a server. Used by one thread, {@link #abort} aside. */
interface EventWriter extends Closeable {
    /** Writes one, whole; throws where it can't, and is tried again with the same event. */
    void write(Event event) throws IOException;

    /** Called several times a second while there is nothing to write: a chance to take up anew what was moved away. */
    default void look() throws IOException {}

    /** Opens anew what is open. */
    default void reopen() throws IOException {}

    /** Makes a write that hangs end with an exception, if that is possible; called by another thread. */
    default void abort() {}

    /** Where it writes to, in a word or two. */
    String target();
}
