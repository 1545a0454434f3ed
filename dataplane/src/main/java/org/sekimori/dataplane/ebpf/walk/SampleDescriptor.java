package org.sekimori.dataplane.ebpf.walk;

import java.util.List;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;

/**
 * What a program tells of frames that it drops, or would, and of those that rules match which only watch: a record for some of them, in a ring. How many is granted from
 * outside, round by round, for each entry of the map of verdicts and each processor, so that a flood costs no more than its
 * counting. Matches have a ring of their own, so that they don't crowd out drops however many rules there are.
 *
 * <pre>
 *  a record, in the machine's order:
 *   0  received, ns by CLOCK_MONOTONIC                       8
 *   8  entry of the map of verdicts                          4
 *  12  packets around the one that decided                   4
 *  16  bytes of the frame, without a tag that was taken out  4
 *  20  that tag's TPID, in network order; 0 for none         4
 *  24  its control information                               4
 *  28  0                                                     4
 *  32  the frame's first bytes                               as many
 *
 *  the grant:
 *   0  number of the round                                   4
 *   4  records in a round                                    4
 * </pre>
 */
public final class SampleDescriptor {
    /** The ring of records. */
    public static final MapReference RING = new MapReference("samples");
    /** The ring of records of matches. */
    public static final MapReference MATCHES = new MapReference("matches");
    /** The ring of records of frames that were sent on since no rule said otherwise: where packets come from. */
    public static final MapReference ORIGINS = new MapReference("origins");
    /** One entry: what is granted. */
    public static final MapReference GRANT = new MapReference("grant");
    /** One entry for each processor: a record in the making. */
    static final MapReference DRAFT = new MapReference("sample");

    /** Bytes of the ring: some 300 of the longest records, or 5,000 of the shortest. */
    public static final int RING_BYTES = 1 << 19;
    /** Bytes of the ring of matches. */
    public static final int MATCH_RING_BYTES = 1 << 17;
    /** Bytes of the ring of origins. */
    public static final int ORIGIN_RING_BYTES = 1 << 16;
    /** Bytes of a frame in a record of its origin. */
    static final int ORIGIN_SNAP = 128;

    /** Most bytes of a frame in a record. */
    public static final int MAX_SNAP = 2048;
    /** Most of a frame in a record of a match, which is told of without bytes: the headers, wherever they may begin. */
    static final int MATCH_SNAP = Draft.MAX_OFFSET + 65;
    /** Least: what a frame that is decided on has. */
    static final int MIN_SNAP = 14;

    /** Offset of the time. */
    public static final int TIME = 0;
    /** Offset of the entry. */
    public static final int SLOT = 8;
    /** Offset of the number of packets around. */
    public static final int DEPTH = 12;
    /** Offset of the frame's length. */
    public static final int LENGTH = 16;
    /** Offset of the tag's TPID. */
    public static final int TAG_TYPE = 20;
    /** Offset of the tag's control information. */
    public static final int TAG_CONTROL = 24;
    /** Offset of the frame's bytes. */
    public static final int FRAME = 32;

    /** Bytes of the grant. */
    public static final int GRANT_BYTES = 8;
    /** Offset of the round's number in the grant. */
    public static final int GRANT_ROUND = 0;
    /** Offset of how many there may be. */
    public static final int GRANT_COUNT = 4;

    private SampleDescriptor() {}

    /** The ring that a program which tells of matches needs besides. */
    public static MapPlan matchRing() {
        return new MapPlan(MATCHES, MapType.RING_BUFFER, 0, 0, MATCH_RING_BYTES, List.of());
    }

    /** The ring that a program which tells of origins needs besides. */
    public static MapPlan originRing() {
        return new MapPlan(ORIGINS, MapType.RING_BUFFER, 0, 0, ORIGIN_RING_BYTES, List.of());
    }

    /** The maps that a program which samples needs for it. */
    public static List<MapPlan> plans() {
        return List.of(
                new MapPlan(RING, MapType.RING_BUFFER, 0, 0, RING_BYTES, List.of()),
                new MapPlan(GRANT, MapType.ARRAY, Integer.BYTES, GRANT_BYTES, 1, List.of()),
                new MapPlan(DRAFT, MapType.PERCPU_ARRAY, Integer.BYTES, FRAME + MAX_SNAP, 1, List.of()));
    }
}
