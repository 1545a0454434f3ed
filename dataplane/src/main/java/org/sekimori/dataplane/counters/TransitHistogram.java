package org.sekimori.dataplane.counters;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * How long frames took through the box, from the kernel's receive stamp until they were handed to the driver. Written by
 * one egress alone, one frame at a time, read by anyone.
 *
 * <p>Bucket {@code i} counts times up to {@code 1 µs · 2^i}, and above those of the bucket before; the last one counts
 * what is longer than {@link #MAX_BOUND_NS}.
 *
 * <pre>
 *    0  bucket 0, bucket 1 ... bucket 21      8 bytes each
 *  256  sum of all times, ns                  8
 * </pre>
 */
public final class TransitHistogram {
    /** Bytes of a histogram. */
    public static final int LENGTH = 4096;
    /** Buckets, the one without a bound among them. */
    public static final int BUCKETS = 22;
    /** The greatest bound. */
    public static final long MAX_BOUND_NS = 1_000L << BUCKETS - 2;

    private static final int SUM_OFFSET = 256;
    private static final long FIRST_BOUND_NS = 1_000;

    private final UnsafeBuffer storage;
    private final List<UnsafeBuffer> all;

    /** The histogram that lies there. */
    public TransitHistogram(UnsafeBuffer storage) {
        this(List.of(storage));
    }

    /** Several, read as one; the first can be written. */
    public TransitHistogram(List<UnsafeBuffer> storages) {
        this.storage = storages.get(0);
        this.all = storages;
    }

    /** A frame took that long; less than nothing, as when the clock was set, counts as nothing. */
    public void record(long transitNs) {
        long timeNs = Math.max(0, transitNs);
        add(bucketOf(timeNs) * Long.BYTES, 1);
        add(SUM_OFFSET, timeNs);
    }

    private static int bucketOf(long timeNs) {
        int bucket = timeNs == 0 ? 0 : Long.SIZE - Long.numberOfLeadingZeros((timeNs - 1) / FIRST_BOUND_NS);
        return Math.min(bucket, BUCKETS - 1);
    }

    private void add(int at, long amount) {
        storage.putLongRelease(at, storage.getLong(at) + amount);
    }

    /** The longest time that bucket counts; {@link Long#MAX_VALUE} for the last one. */
    public static long boundNs(int bucket) {
        return bucket < BUCKETS - 1 ? FIRST_BOUND_NS << bucket : Long.MAX_VALUE;
    }

    /** Frames in that bucket alone. */
    public long count(int bucket) {
        return sum(bucket * Long.BYTES);
    }

    /** Frames in all buckets. */
    public long count() {
        long count = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            count += count(bucket);
        }
        return count;
    }

    /** All their times together. */
    public long sumNs() {
        return sum(SUM_OFFSET);
    }

    private long sum(int at) {
        return all.stream().mapToLong(part -> part.getLongAcquire(at)).sum();
    }
}
