package org.sekimori.policy;

import org.sekimori.policy.image.ClassifierDescriptor;

/**
 * The lists of a classifier that one packet has to be compared with, each at the entry that comes next; the one whose entry has the
 * first rule is at hand at once. A binary heap in fixed memory. Belongs to the fields of the packet, and so to one worker.
 *
 * <pre>
 *  63                32 31                 0
 * +--------------------+--------------------+
 * |     rule index     | offset of an entry |
 * +--------------------+--------------------+
 * </pre>
 */
final class ListHeads {
    /** In place of a rule: there is none; greater than every rule. */
    static final int NO_RULE = Integer.MAX_VALUE;

    private final long[] heap = new long[ClassifierDescriptor.MAX_TUPLES];
    private int count;

    void clear() {
        count = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** The first rule of all; {@link #NO_RULE} if no list is left. */
    int firstRule() {
        return count == 0 ? NO_RULE : rule(heap[0]);
    }

    /** The entry of {@link #firstRule}. */
    int firstEntry() {
        return (int) heap[0];
    }

    /** The first rule of all other lists. */
    int secondRule() {
        if (count <= 2) {
            return count < 2 ? NO_RULE : rule(heap[1]);
        }
        return rule(Math.min(heap[1], heap[2]));
    }

    /** One list more; no more than there can be tuples. */
    void add(int rule, int entry) {
        long head = head(rule, entry);
        int at = count++;
        while (at > 0 && heap[parent(at)] > head) {
            heap[at] = heap[parent(at)];
            at = parent(at);
        }
        heap[at] = head;
    }

    /** The list with the first rule goes on at that entry. */
    void advanceFirst(int rule, int entry) {
        sink(head(rule, entry));
    }

    /** The list with the first rule is at its end. */
    void removeFirst() {
        count--;
        if (count > 0) {
            sink(heap[count]);
        }
    }

    private void sink(long head) {
        int at = 0;
        for (int child = 1; child < count; child = 2 * at + 1) {
            int least = child + 1 < count && heap[child + 1] < heap[child] ? child + 1 : child;
            if (heap[least] >= head) {
                break;
            }
            heap[at] = heap[least];
            at = least;
        }
        heap[at] = head;
    }

    private static int parent(int at) {
        return at - 1 >> 1;
    }

    private static long head(int rule, int entry) {
        return (long) rule << Integer.SIZE | entry;
    }

    private static int rule(long head) {
        return (int) (head >> Integer.SIZE);
    }
}
