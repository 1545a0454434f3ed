package org.sekimori.dataplane.ebpf.walk;

import java.util.List;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;

/**
 * What the programs of both ports, the box, and whoever looks at them share: one value of a mappable array, which outlives
 * the box.
 *
 * <pre>
 *   0  version of this layout                                4
 *   4  mode: who decides                                     4
 *   8  beat: when the box last made a whole round            8    ns by CLOCK_MONOTONIC
 *  16  limit: how old a beat may be                          8    ns
 *  24  tripped: when a program last found the beat too old   8    ns by CLOCK_MONOTONIC, 0 for never
 *  32  trips that boxes have found                           8
 *  40  since when the mode is what it is                     8    ns by CLOCK_MONOTONIC, written by processes only
 *  48  checksum of the policy that the programs hold         4
 *  52  fail mode: 1 open, 2 closed, 0 not known              4
 *  56  bytes of the policy's name                            4
 *  64  the policy's name, UTF-8                             96
 * </pre>
 *
 * The box writes beat, limit, trips, policy and the modes in which it is there; a program that finds the beat too old writes {@link
 * #ALONE} and the time. All numbers are in the machine's order.
 */
public final class GuardDescriptor {
    /** What programs call the map. */
    public static final MapReference MAP = new MapReference("guard");

    /** Of this layout, and of what else is pinned beside it. */
    public static final int LAYOUT_VERSION = 1;

    public static final int VERSION_OFFSET = 0;
    public static final int MODE_OFFSET = 4;
    public static final int BEAT_OFFSET = 8;
    public static final int LIMIT_OFFSET = 16;
    public static final int TRIPPED_OFFSET = 24;
    public static final int TRIPS_OFFSET = 32;
    public static final int SINCE_OFFSET = 40;
    public static final int CHECKSUM_OFFSET = 48;
    public static final int FAIL_OFFSET = 52;
    public static final int NAME_LENGTH_OFFSET = 56;
    public static final int NAME_OFFSET = 64;
    /** Most bytes of the policy's name that are kept. */
    public static final int MAX_NAME_BYTES = 96;
    /** Bytes of the value. */
    public static final int LENGTH = 256;

    /** Mode: no box is there, and the programs decide every frame. */
    public static final int ALONE = 0;
    /** Mode: the programs decide what they can, and hand the rest on to the box. */
    public static final int KERNEL_FIRST = 1;
    /** Mode: the programs hand every frame on. */
    public static final int BOX_FIRST = 2;
    /** Mode: the box's packet sockets see every frame before the programs do, which drop it. */
    public static final int TAP = 3;

    /** The map. */
    public static final MapPlan PLAN = new MapPlan(MAP, MapType.ARRAY, Integer.BYTES, LENGTH, 1, List.of(), true);

    private GuardDescriptor() {}
}
