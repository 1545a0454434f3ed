package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * The source address of a frame's outermost IP header, behind whatever the decoder looks through, and however deep. No
 * other field has to be there or right. Belongs to one thread.
 */
public final class SourceAddress {
    private int ipVersion;
    private long high;
    private long low;

    /** Reads the address in a frame of that link type, one of {@link LinkTypes}; false where there is none. */
    public boolean read(UnsafeBuffer frame, int linkType) {
        long link = LinkLayer.walk(frame, linkType);
        int header = LinkLayer.payloadOffset(link);
        int room = frame.capacity() - header;
        switch (LinkLayer.etherType(link)) {
            case EtherTypes.IPV4:
            case LinkLayer.HIDDEN | EtherTypes.IPV4:
                return room >= Ipv4Header.SOURCE_END && readIpv4(frame, header);
            case EtherTypes.IPV6:
            case LinkLayer.HIDDEN | EtherTypes.IPV6:
                return room >= Ipv6Header.SOURCE_END && readIpv6(frame, header);
            default:
                return false;
        }
    }

    private boolean readIpv4(UnsafeBuffer frame, int header) {
        ipVersion = Ipv4Header.VERSION;
        high = 0;
        low = Integer.toUnsignedLong(Ipv4Header.source(Ipv4Header.secondWord(frame, header)));
        return true;
    }

    private boolean readIpv6(UnsafeBuffer frame, int header) {
        ipVersion = Ipv6Header.VERSION;
        high = Ipv6Header.sourceHigh(frame, header);
        low = Ipv6Header.sourceLow(frame, header);
        return true;
    }

    /** 4 or 6, for the address read last. */
    public int ipVersion() {
        return ipVersion;
    }

    /** The high half; 0 for IPv4. */
    public long high() {
        return high;
    }

    /** The low half, in which an IPv4 address lies zero-extended. */
    public long low() {
        return low;
    }
}
