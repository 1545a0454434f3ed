package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The reading end of a ring into which programs put records ({@code BPF_MAP_TYPE_RINGBUF}), mapped: reading takes no call
 * and no copy. Where it is full, programs are told so, and nobody waits. Belongs to one thread at a time.
 *
 * <pre>
 *  file offset        what                                  mapped
 *  0                  consumer's position, 8 bytes          to read and write, a page
 *  1 page             producer's position, 8 bytes          to read, a page
 *  2 pages            the records                           to read
 *  2 pages + length   the records once more                 to read: so that none is in two pieces
 *
 *  a record, at a multiple of 8:
 *  0  length, 31: still being written, 30: given up   4
 *  4  for the kernel                                  4
 *  8  what the program wrote                          as many
 * </pre>
 */
public final class EbpfRing implements AutoCloseable {
    private static final int PROT_READ = 1;
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 1;
    private static final long MAP_FAILED = -1;

    private static final int BUSY = 1 << 31;
    private static final int DISCARDED = 1 << 30;
    private static final int HEADER_LENGTH = 8;
    private static final int ALIGNMENT = 8;

    private final int pageBytes = UnsafeApi.pageSize();
    private final int ringBytes;
    private final long consumerMapping;
    private final long producerMapping;
    private final UnsafeBuffer consumer;
    private final UnsafeBuffer producer;
    private final UnsafeBuffer records;
    private boolean isClosed;

    /** Is given a record; the buffer is the ring, and what is there is gone after the call. */
    public interface Listener {
        /** A record of that length is at that offset. */
        void onRecord(UnsafeBuffer ring, int offset, int length);
    }

    /**
     * Maps a ring.
     *
     * @param map the ring, which its owner closes after this
     * @param ringBytes what it was made with
     * @throws NativeCallException where the kernel gives no such mapping; none stays
     */
    public EbpfRing(EbpfMap map, int ringBytes) {
        this.ringBytes = ringBytes;
        consumerMapping = map(map, "consumer", pageBytes, PROT_READ_WRITE, 0);
        try {
            producerMapping = map(map, "producer", producerBytes(), PROT_READ, pageBytes);
        } catch (NativeCallException problem) {
            LibC.munmap(consumerMapping, pageBytes);
            throw problem;
        }
        consumer = new UnsafeBuffer(consumerMapping, Long.BYTES);
        producer = new UnsafeBuffer(producerMapping, Long.BYTES);
        records = new UnsafeBuffer(producerMapping + pageBytes, 2 * ringBytes);
    }

    private static long map(EbpfMap map, String what, long bytes, int protection, long offset) {
        long address = LibC.mmap(0, bytes, protection, MAP_SHARED, map.fd(), offset);
        if (address == MAP_FAILED) {
            throw new NativeCallException("mmap ring's " + what, Native.getLastError());
        }
        return address;
    }

    private long producerBytes() {
        return pageBytes + 2L * ringBytes;
    }

    /**
     * Hands over the records that are there, in the order their programs began them, so many at most, and returns how many.
     * The positions pair the kernel's releases with our acquires, and ours with its.
     *
     * @throws IllegalStateException after {@link #close}
     */
    public int poll(Listener listener, int limit) {
        if (isClosed) {
            throw new IllegalStateException("The ring is closed");
        }
        long position = consumer.getLong(0);
        int count = 0;
        while (count < limit && position < producer.getLongAcquire(0)) {
            int offset = (int) (position & ringBytes - 1);
            int header = records.getIntAcquire(offset);
            if ((header & BUSY) != 0) {
                break;
            }
            int length = header & ~DISCARDED;
            position += HEADER_LENGTH + length + ALIGNMENT - 1 & -ALIGNMENT;
            try {
                if (header == length) {
                    listener.onRecord(records, offset + HEADER_LENGTH, length);
                    count++;
                }
            } finally {
                // a record the listener fails at is gone as well: handed over again, it would fail for ever
                consumer.putLongRelease(0, position);
            }
        }
        return count;
    }

    /** Unmaps the ring; what is in it is lost. */
    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            LibC.munmap(producerMapping, producerBytes());
            LibC.munmap(consumerMapping, pageBytes);
        }
    }
}
