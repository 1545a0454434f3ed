package org.sekimori.dataplane.state;

import java.util.Arrays;

/**
 * Queues over a fixed number of entries, of which each is in one queue or in none. Joining the end and leaving from
 * anywhere take the same few steps however long the queues are. Belongs to one memory, and with it to one thread.
 */
final class Queues {
    /** In place of an entry or a queue: there is none. */
    static final int NONE = KeyTable.NONE;

    private static final int ARRAYS_PER_ENTRY = 3;
    private static final int ARRAYS_PER_QUEUE = 2;

    private final int[] queueOf;
    private final int[] previous;
    private final int[] next;
    private final int[] first;
    private final int[] last;

    Queues(int entryCount, int queueCount) {
        queueOf = filled(entryCount);
        previous = filled(entryCount);
        next = filled(entryCount);
        first = filled(queueCount);
        last = filled(queueCount);
    }

    /** The entry that has waited longest in that queue. */
    int first(int queue) {
        return first[queue];
    }

    /** The queue that entry waits in. */
    int queueOf(int entry) {
        return queueOf[entry];
    }

    int queueCount() {
        return first.length;
    }

    /** Puts an entry that waits in no queue at the end of that one. */
    void join(int queue, int entry) {
        int end = last[queue];
        queueOf[entry] = queue;
        previous[entry] = end;
        next[entry] = NONE;
        last[queue] = entry;
        if (end == NONE) {
            first[queue] = entry;
        } else {
            next[end] = entry;
        }
    }

    /** Takes the entry out of its queue, if it is in one. */
    void leave(int entry) {
        int queue = queueOf[entry];
        if (queue == NONE) {
            return;
        }
        int before = previous[entry];
        int behind = next[entry];
        if (before == NONE) {
            first[queue] = behind;
        } else {
            next[before] = behind;
        }
        if (behind == NONE) {
            last[queue] = before;
        } else {
            previous[behind] = before;
        }
        queueOf[entry] = NONE;
    }

    long memoryBytes() {
        return (long) Integer.BYTES * (ARRAYS_PER_ENTRY * queueOf.length + ARRAYS_PER_QUEUE * first.length);
    }

    private static int[] filled(int length) {
        int[] indices = new int[length];
        Arrays.fill(indices, NONE);
        return indices;
    }
}
