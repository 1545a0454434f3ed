package org.sekimori.dataplane.boxfile;

import java.lang.invoke.VarHandle;
import java.util.function.IntConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Two slots one behind the other, of which one is in force, so that readers in other processes find one whole whenever they
 * look. A writer writes into the one that is not in force, and then the number goes up by one (release): a reader that finds
 * the number unchanged after it read has read one whole slot, and a writer that dies in the middle leaves the one before.
 *
 * @param numberOffset where the number of the slot in force lies; slot 0 is in force while it is even
 * @param slotsOffset where slot 0 begins
 * @param slotLength of each, in bytes
 */
record SlotPair(int numberOffset, int slotsOffset, int slotLength) {
    /** A writer would have to write twice in the time of each. */
    private static final int MAX_TRIES = 10_000;

    /** Where the slot of that number begins. */
    int offset(long number) {
        return slotsOffset + (int) (number & 1) * slotLength;
    }

    /** The number of the slot in force; another one where something was written since. One load. */
    long number(UnsafeBuffer buffer) {
        return buffer.getLongAcquire(numberOffset);
    }

    /** Has the slot that is not in force written, which begins where that is told, and puts it in force. One writer at a time. */
    void write(UnsafeBuffer buffer, IntConsumer writer) {
        long next = buffer.getLong(numberOffset) + 1;
        // readers that hold the slot's old number must see the one after it before they can see new bytes
        VarHandle.fullFence();
        writer.accept(offset(next));
        buffer.putLongRelease(numberOffset, next);
    }

    /**
     * A copy of the slot in force. Any thread.
     *
     * @param what is in it, for people
     * @throws BoxFileException where no writer could have changed it so often
     */
    UnsafeBuffer read(UnsafeBuffer buffer, String what) {
        UnsafeBuffer copy = new UnsafeBuffer(new byte[slotLength]);
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            long number = number(buffer);
            copy.putBytes(0, buffer, offset(number), slotLength);
            VarHandle.acquireFence();
            if (number(buffer) == number) {
                return copy;
            }
            Thread.onSpinWait();
        }
        throw new BoxFileException(what + " changes faster than it can be read: the file is not a box's");
    }
}
