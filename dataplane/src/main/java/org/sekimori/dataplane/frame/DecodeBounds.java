package org.sekimori.dataplane.frame;

import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/**
 * How far a decoder may read in the frame at hand, how far it has read, and which of its layers are first fragments.
 *
 * <pre>
 *  frame:  | outer header | payload of a first fragment                   |
 *                         | inner header | UDP | message ...              |
 *                         ^ beginning                        ^ judged end ^ end of the fragment
 * </pre>
 */
final class DecodeBounds {
    /** Bytes of a first fragment's payload that always count as judged: IP and TCP headers hardly need more. */
    static final int MIN_JUDGED = 64;
    /** Bytes of the longest packet, as IPv4 and the whole of IPv6's fragments have it (RFC 791 §3.1, RFC 8200 §4.5). */
    static final int MAX_PACKET_LENGTH = 65_535;
    /** Where a packet ends that goes on in later fragments: further than any length can say. */
    static final int OPEN_END = Integer.MAX_VALUE;

    private static final int NOWHERE = -1;
    /** Fragments but the last are cut at multiples of 8 bytes. */
    private static final int UNIT_MASK = 7;

    private final int[] beginnings;
    private final int[] ends;
    private int limit;
    private int reach;
    private int layer;
    private int outermost = NOWHERE;

    DecodeBounds(int maxLayers) {
        beginnings = new int[maxLayers];
        ends = new int[maxLayers];
    }

    /** A new frame, of which that many bytes are there. */
    void begin(int captured) {
        limit = captured;
        layer = 0;
        outermost = NOWHERE;
    }

    /** Into the packet that ends at {@code end}; the bound is the number of layers. */
    void enterLayer(int end) {
        layer++;
        limit = Math.min(limit, end);
    }

    /** 0 for the outermost layer. */
    int layer() {
        return layer;
    }

    /** Where the bytes end that may be read: with the capture, the packet around, or the fragment. */
    int limit() {
        return limit;
    }

    /** The last header to be read begins there. */
    void reached(int offset) {
        reach = offset;
    }

    /**
     * The layer's packet is a fragment; if the first, what is inside can be read to its end.
     *
     * @param headerLength bytes of the header that count towards the longest packet
     * @param beginning where the fragment's payload begins
     */
    Reason enterFragment(MatchFields fields, boolean more, int headerLength, int beginning, int end) {
        int offset = fields.fragmentOffset();
        int length = end - beginning;
        if (more && (length & UNIT_MASK) != 0 || length > MAX_PACKET_LENGTH - headerLength - offset) {
            return Reason.MALFORMED_FRAGMENT_LENGTH;
        }
        if (offset > 0) {
            return offset < MIN_JUDGED ? Reason.MALFORMED_FRAGMENT_OVERWRITE : Reason.NONE;
        }
        beginnings[layer] = beginning;
        ends[layer] = end;
        limit = Math.min(limit, end);
        outermost = outermost == NOWHERE ? layer : outermost;
        return Reason.NONE;
    }

    /** Whether the layer, or one around it, is a first fragment. */
    boolean isInFragment() {
        return outermost != NOWHERE;
    }

    /** What is cut off inside a first fragment is malformed for that, whatever header it is. */
    Reason cutOff(Reason reason) {
        return isInFragment() ? Reason.MALFORMED_FRAGMENT_SHORT : reason;
    }

    /** The outermost layer that is a first fragment; 0 where none is. */
    int outermost() {
        return Math.max(outermost, 0);
    }

    /** How far that layer's payload, as a first fragment's, has been read; from its beginning. */
    int judgedEnd(int layer) {
        int read = reach + TransportLayer.MAX_LOOKED_AT - beginnings[layer];
        return Math.max(MIN_JUDGED, Math.min(read, ends[layer] - beginnings[layer]));
    }
}
