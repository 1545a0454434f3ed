package org.sekimori.policy;

/**
 * The fields of one IP packet that rules look at: filled by the decoder, read by {@link PolicyTable#evaluate}.
 *
 * <p>An IPv4 address lies zero-extended in the low half, with the high half 0; {@link #ipVersion()} tells the families
 * apart. A later fragment has no ports: {@link #hasPorts()} is false, and rules that name ports don't match it. One
 * instance belongs to one worker, which is its only writer and reader.
 */
public final class MatchFields {
    private Direction direction = Direction.INBOUND;
    private int ipVersion;
    private int ipProtocol;
    private boolean hasPorts;
    private int sourcePort;
    private int destinationPort;
    private int messageKind;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;

    /** Forgets the packet before; direction stays. */
    public void clear() {
        ipVersion = 0;
        ipProtocol = -1;
        noPorts();
    }

    /** Which way the frame goes. */
    public void direction(Direction value) {
        direction = value;
    }

    /** An IPv4 packet's addresses, in host order (10.0.0.1 is 0x0A000001). */
    public void ipv4(int source, int destination) {
        ipVersion = 4;
        sourceHigh = 0;
        sourceLow = source & 0xFFFF_FFFFL;
        destinationHigh = 0;
        destinationLow = destination & 0xFFFF_FFFFL;
    }

    /** An IPv6 packet's addresses, each as two big-endian halves. */
    public void ipv6(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow) {
        ipVersion = 6;
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
        this.destinationHigh = destinationHigh;
        this.destinationLow = destinationLow;
    }

    /** The protocol of what the IP packet carries, after any extension headers (IANA protocol numbers). */
    public void ipProtocol(int value) {
        ipProtocol = value;
    }

    /** The transport ports, 0 to 65535. */
    public void ports(int source, int destination) {
        hasPorts = true;
        sourcePort = source;
        destinationPort = destination;
    }

    /** The packet has no ports: another protocol, or a later fragment. */
    public void noPorts() {
        hasPorts = false;
        sourcePort = 0;
        destinationPort = 0;
        messageKind = MessageKind.UNKNOWN;
    }

    /** One of the {@link MessageKind} numbers. */
    public void messageKind(int value) {
        messageKind = value;
    }

    public Direction direction() {
        return direction;
    }

    /** 4 or 6; 0 before the first packet. */
    public int ipVersion() {
        return ipVersion;
    }

    public int ipProtocol() {
        return ipProtocol;
    }

    public boolean hasPorts() {
        return hasPorts;
    }

    public int sourcePort() {
        return sourcePort;
    }

    public int destinationPort() {
        return destinationPort;
    }

    public int messageKind() {
        return messageKind;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }
}
