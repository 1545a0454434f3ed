package org.sekimori.policy.compile;

/**
 * What the boxes of a tuple have in common.
 *
 * @param source               how many leading bits each one's sources share; or a number below 0 for a set that they are
 *                             the hull of
 * @param destination          the same for destinations
 * @param exactSourcePort      whether each has one source port
 * @param exactDestinationPort the same for destination ports
 */
record TupleKey(int source, int destination, boolean exactSourcePort, boolean exactDestinationPort) {
    /** How many bits of a prefix it is worth to know the set, or the port. */
    private static final int SET_BITS = 16;

    private static final int PORT_BITS = 12;
    /** Networks crowd: of two further bits of a prefix, about one tells boxes apart. */
    private static final double TELLING = 0.5;

    int sourceBits() {
        return Math.max(0, source);
    }

    int destinationBits() {
        return Math.max(0, destination);
    }

    /** The part of all boxes of the tuple that a packet comes upon, about. */
    double share() {
        int bits = worth(source)
                + worth(destination)
                + (exactSourcePort ? PORT_BITS : 0)
                + (exactDestinationPort ? PORT_BITS : 0);
        return Math.pow(2, -TELLING * bits);
    }

    /** Bits of prefixes that are told of each box. */
    int bits() {
        return sourceBits() + destinationBits();
    }

    /** The most that both have in common. */
    TupleKey meet(TupleKey other) {
        return new TupleKey(
                meet(source, other.source),
                meet(destination, other.destination),
                exactSourcePort && other.exactSourcePort,
                exactDestinationPort && other.exactDestinationPort);
    }

    /** The same with lengths, and numbers of sets, that are multiples of a step. */
    TupleKey rounded(int step) {
        return new TupleKey(source / step * step, destination / step * step, exactSourcePort, exactDestinationPort);
    }

    private static int worth(int bits) {
        return bits < 0 ? SET_BITS : bits;
    }

    private static int meet(int one, int other) {
        return one == other ? one : Math.max(0, Math.min(one, other));
    }
}
