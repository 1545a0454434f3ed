package org.sekimori.dataplane.ebpf.flow;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.util.List;
import org.sekimori.dataplane.ebpf.MapPlan;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.MapType;
import org.sekimori.dataplane.state.FlowMemory;

/**
 * The map of flows: UDP that went out as a question, by both stations' programs, whatever policy they are made of. Full, it
 * forgets what was used least recently.
 *
 * <pre>
 *  a key:   0 inside address, 16 bytes      16 outside address     both in network order; IPv4's 4 bytes, then zeros
 *          32 inside port  34 outside port  36 IP version          4 bytes, the machine's order
 *
 *  a value: 0 deadline: until when answers pass by a program       nanoseconds, the machine's order
 *           8 told: when the box was last shown what prolongs it
 *          16 whether the box was shown an answer, 0 or 1
 * </pre>
 */
public final class FlowDescriptor {
    /** What programs call it. */
    public static final MapReference MAP = new MapReference("flows");
    /** Flows it holds; some 8 MB of the kernel's memory. */
    public static final int ENTRIES = 1 << 16;

    public static final int INSIDE_OFFSET = 0;
    public static final int OUTSIDE_OFFSET = 16;
    public static final int INSIDE_PORT_OFFSET = 32;
    public static final int OUTSIDE_PORT_OFFSET = 34;
    public static final int IP_VERSION_OFFSET = 36;
    public static final int KEY_BYTES = 40;

    public static final int DEADLINE_OFFSET = 0;
    public static final int TOLD_OFFSET = 8;
    public static final int ANSWERED_OFFSET = 16;
    public static final int VALUE_BYTES = 24;

    /** The map itself, empty. */
    public static final MapPlan PLAN = new MapPlan(MAP, MapType.LRU_HASH, KEY_BYTES, VALUE_BYTES, ENTRIES, List.of());

    /** The box prolongs an answered flow no more often than this, so it need not be shown more. */
    static final long TOLD_AGAIN_NS = FlowMemory.REFRESH_NS;
    /**
     * How much earlier than the box a program forgets: the box may prolong a flow by a packet of {@link #TOLD_AGAIN_NS}
     * before the one it is shown, and its batches have a time of their own.
     */
    public static final long MARGIN_NS = MILLISECONDS.toNanos(250);

    private FlowDescriptor() {}
}
