package org.sekimori.dataplane.state;

/**
 * How much is remembered. All memory is taken when a worker starts.
 *
 * @param flows flows that {@link FlowMemory} holds
 * @param flowsPerHost flows of one inside host; a box outside the NAT sees the whole site as one
 * @param fragments packets in fragments that {@link FragmentMemory} holds
 * @param fragmentsPerHost of them, those of one inside host in one direction
 * @param buckets token buckets that {@link LimitMemory} holds, a power of two
 * @param connections TCP connections that {@link ConnectionMemory} holds
 * @param connectionsPerSource of them, those of one source
 */
public record StateOptions(
        int flows,
        int flowsPerHost,
        int fragments,
        int fragmentsPerHost,
        int buckets,
        int connections,
        int connectionsPerSource) {
    /** What runs where nothing else was asked for; some 40 MB. */
    public static final StateOptions DEFAULT =
            new StateOptions(1 << 18, 1 << 16, 1 << 14, 1 << 11, 1 << 16, 1 << 15, 1 << 10);
    /** For a small machine: an eighth of the usual. */
    public static final StateOptions SMALL = DEFAULT.divided(8);
    /** The least of each, so that shares of it are something. */
    public static final int MIN_ENTRIES = 16;
    /** The most of each: with 64 bytes an entry, what one buffer holds. */
    public static final int MAX_ENTRIES = 1 << 24;

    /** Checks the bounds. */
    public StateOptions {
        check("flows", flows, MIN_ENTRIES, MAX_ENTRIES);
        check("flowsPerHost", flowsPerHost, 1, flows);
        check("fragments", fragments, MIN_ENTRIES, MAX_ENTRIES);
        check("fragmentsPerHost", fragmentsPerHost, 1, fragments);
        check("buckets", buckets, MIN_ENTRIES, MAX_ENTRIES);
        if (Integer.bitCount(buckets) != 1) {
            throw new IllegalArgumentException("buckets " + buckets + ": a power of two is wanted");
        }
        check("connections", connections, MIN_ENTRIES, MAX_ENTRIES);
        check("connectionsPerSource", connectionsPerSource, 1, connections);
    }

    /** What each of that many workers gets, so that all together take no more than one would. */
    public StateOptions divided(int workerCount) {
        return new StateOptions(
                part(flows, workerCount),
                share(flowsPerHost, workerCount),
                part(fragments, workerCount),
                share(fragmentsPerHost, workerCount),
                Integer.highestOneBit(part(buckets, workerCount)),
                part(connections, workerCount),
                share(connectionsPerSource, workerCount));
    }

    private static int part(int whole, int workerCount) {
        return Math.max(MIN_ENTRIES, whole / workerCount);
    }

    private static int share(int whole, int workerCount) {
        return Math.max(1, whole / workerCount);
    }

    private static void check(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(option + " " + value + ": " + least + " to " + most + " is wanted");
        }
    }
}
