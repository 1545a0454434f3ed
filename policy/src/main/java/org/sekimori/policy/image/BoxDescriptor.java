package org.sekimori.policy.image;

/**
 * A rule, or the part of it with one range in each field. What the box settles is no longer marked in the candidate: marks
 * of source ports, sources and destinations stand only where the rule has sets that the box doesn't say in full.
 *
 * <pre>
 *   0                   4                   8                  12                  16
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | candidate         | protocol          | source ports      | destination ports |
 *  +-------------------+-------------------+-------------------+-------------------+
 *  | source: first, last; destination: first, last (4 bytes each in IPv4, 16 in IPv6, upper half first)
 *  +-------------------------------------------------------------------------------+
 * </pre>
 *
 * <p>The protocol is a number, or {@link #ANY_PROTOCOL}; {@link #NEEDS_PORTS} is added where a packet without ports can't
 * match. Ports are packed as in {@link PortSetDescriptor}.
 */
public final class BoxDescriptor {
    public static final int CANDIDATE_OFFSET = 0;
    public static final int PROTOCOL_OFFSET = 4;
    public static final int SOURCE_PORTS_OFFSET = 8;
    public static final int DESTINATION_PORTS_OFFSET = 12;
    public static final int ADDRESSES_OFFSET = 16;

    /** Numbers of the fields. */
    public static final int SOURCE = 0;

    public static final int DESTINATION = 1;
    public static final int SOURCE_PORT = 2;
    public static final int DESTINATION_PORT = 3;
    public static final int PROTOCOL = 4;
    public static final int FIELD_COUNT = 5;

    /** Stands for every protocol; also what a packet has whose protocol is no 8-bit number. */
    public static final int ANY_PROTOCOL = ProtocolTableDescriptor.NO_PROTOCOL;
    /** Added to the protocol of boxes for packets with ports. */
    public static final int NEEDS_PORTS = 1 << 16;

    /** Marks that a box may settle. */
    public static final int SETTLED =
            CandidateDescriptor.SOURCE_PORTS | CandidateDescriptor.SOURCES | CandidateDescriptor.DESTINATIONS;

    private static final int ADDRESS_COUNT = 4;

    private BoxDescriptor() {}

    /** Bytes of an entry. */
    public static int length(boolean wide) {
        return ADDRESSES_OFFSET + ADDRESS_COUNT * addressLength(wide);
    }

    /** Bytes of an address. */
    public static int addressLength(boolean wide) {
        return wide ? IntervalIndexDescriptor.WIDE_LENGTH : IntervalIndexDescriptor.NARROW_LENGTH;
    }
}
