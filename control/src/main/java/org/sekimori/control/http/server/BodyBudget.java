package org.sekimori.control.http.server;

/** Bytes of request bodies that all connections together may hold. Any thread may ask. */
final class BodyBudget {
    private long leftBytes;

    BodyBudget(long bytes) {
        leftBytes = bytes;
    }

    /** Sets bytes aside, to be given back by {@link #giveBack}; false where too few are left. */
    synchronized boolean take(long bytes) {
        if (bytes > leftBytes) {
            return false;
        }
        leftBytes -= bytes;
        return true;
    }

    synchronized void giveBack(long bytes) {
        leftBytes += bytes;
    }
}
