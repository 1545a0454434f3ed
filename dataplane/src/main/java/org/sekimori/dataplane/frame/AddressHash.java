package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * A hash of a frame's two outermost IP addresses, by which frames are spread over workers. It is the same for both
 * directions of a conversation and for all fragments of a packet, since neither order nor ports go in.
 */
public final class AddressHash {
    /** The answer for a frame that carries no IP addresses, or hides them too deep. */
    public static final int NO_ADDRESSES = 0;

    /** An odd constant near 2^64 divided by the golden ratio; for whoever computes the same elsewhere. */
    public static final long LOW_FACTOR = 0x9E37_79B9_7F4A_7C15L;
    /** Another one, near 2^64 divided by the square root of two. */
    public static final long HIGH_FACTOR = 0xB504_F333_F9DE_6485L;

    private static final int HALF = 32;
    /** Leaves the 31 best-mixed bits of a product. */
    private static final int RESULT_SHIFT = 33;

    private AddressHash() {}

    /** An Ethernet frame's hash, 0 or more. Reads no byte past the buffer's capacity and never throws. */
    public static int of(UnsafeBuffer frame) {
        return of(frame, LinkLayer.walk(frame));
    }

    /** The hash of a frame of that link type, one of {@link LinkTypes}. */
    public static int of(UnsafeBuffer frame, int linkType) {
        return of(frame, LinkLayer.walk(frame, linkType));
    }

    private static int of(UnsafeBuffer frame, long link) {
        int header = LinkLayer.payloadOffset(link);
        int captured = frame.capacity() - header;
        switch (LinkLayer.etherType(link)) {
            case EtherTypes.IPV4:
                return captured < Ipv4Header.MIN_LENGTH ? NO_ADDRESSES : ofIpv4(frame, header);
            case EtherTypes.IPV6:
                return captured < Ipv6Header.LENGTH ? NO_ADDRESSES : ofIpv6(frame, header);
            default:
                return NO_ADDRESSES;
        }
    }

    private static int ofIpv4(UnsafeBuffer frame, int header) {
        return join(
                mix(0, Ipv4Header.source(Ipv4Header.secondWord(frame, header))),
                mix(0, Ipv4Header.destination(frame, header)));
    }

    private static int ofIpv6(UnsafeBuffer frame, int header) {
        return join(
                mix(Ipv6Header.sourceHigh(frame, header), Ipv6Header.sourceLow(frame, header)),
                mix(Ipv6Header.destinationHigh(frame, header), Ipv6Header.destinationLow(frame, header)));
    }

    /** Spreads one address, so that neighbours don't cancel out in {@link #join}. */
    private static long mix(long high, long low) {
        long product = high * HIGH_FACTOR + low * LOW_FACTOR;
        return (product ^ (product >>> HALF)) * LOW_FACTOR;
    }

    /** Symmetric, as a sum is. */
    private static int join(long one, long other) {
        long sum = one + other;
        return (int) (((sum ^ (sum >>> HALF)) * LOW_FACTOR) >>> RESULT_SHIFT);
    }
}
