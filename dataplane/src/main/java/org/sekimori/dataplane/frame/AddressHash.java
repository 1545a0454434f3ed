package org.sekimori.dataplane.frame;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A hash of a frame's two outermost IP addresses, by which frames are spread over pipelines and workers. It is the same for
 * both directions of a conversation and for all fragments of a packet, since neither order nor ports go in. Its factors are
 * secret, so nobody outside can choose addresses that all meet one pipeline.
 */
public final class AddressHash {
    /** The answer for a frame that carries no IP addresses, or hides them too deep. */
    public static final int NO_ADDRESSES = 0;

    private static final AddressHash OF_THIS_PROCESS = new AddressHash(new SecureRandom().nextLong());

    private static final int HALF = 32;
    /** Leaves the 31 best-mixed bits of a product. */
    private static final int RESULT_SHIFT = 33;

    private final long lowFactor;
    private final long highFactor;
    private final long mixFactor;

    /** With factors drawn from that seed. */
    public AddressHash(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        lowFactor = random.nextLong() | 1;
        highFactor = random.nextLong() | 1;
        mixFactor = random.nextLong() | 1;
    }

    /** The one that all ports of this process have in common, with factors that are new at each start. */
    public static AddressHash ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** What an address's lower half is multiplied by; odd. For whoever computes the same elsewhere, as the next two are. */
    public long lowFactor() {
        return lowFactor;
    }

    /** What an IPv6 address's upper half is multiplied by; odd. */
    public long highFactor() {
        return highFactor;
    }

    /** What mixes a sum's bits; odd. */
    public long mixFactor() {
        return mixFactor;
    }

    /** An Ethernet frame's hash, 0 or more. Reads no byte past the buffer's capacity and never throws. */
    public int of(UnsafeBuffer frame) {
        return of(frame, LinkLayer.walk(frame));
    }

    /** The hash of a frame of that link type, one of {@link LinkTypes}. */
    public int of(UnsafeBuffer frame, int linkType) {
        return of(frame, LinkLayer.walk(frame, linkType));
    }

    private int of(UnsafeBuffer frame, long link) {
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

    private int ofIpv4(UnsafeBuffer frame, int header) {
        return join(
                mix(0, Ipv4Header.source(Ipv4Header.secondWord(frame, header))),
                mix(0, Ipv4Header.destination(frame, header)));
    }

    private int ofIpv6(UnsafeBuffer frame, int header) {
        return join(
                mix(Ipv6Header.sourceHigh(frame, header), Ipv6Header.sourceLow(frame, header)),
                mix(Ipv6Header.destinationHigh(frame, header), Ipv6Header.destinationLow(frame, header)));
    }

    /** Spreads one address, so that neighbours don't cancel out in {@link #join}. */
    private long mix(long high, long low) {
        long product = high * highFactor + low * lowFactor;
        return (product ^ (product >>> HALF)) * mixFactor;
    }

    /** Symmetric, as a sum is. */
    private int join(long one, long other) {
        long sum = one + other;
        return (int) (((sum ^ (sum >>> HALF)) * mixFactor) >>> RESULT_SHIFT);
    }
}
