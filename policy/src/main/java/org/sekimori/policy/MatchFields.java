package org.sekimori.policy;

/**
 * The fields of one IP packet that rules look at: filled by the decoder, read by {@link PolicyTable#evaluate}.
 *
 * <p>An IPv4 address lies zero-extended in the low half, with the high half 0; {@link #ipVersion()} tells the families
 * apart. A later fragment has no ports: {@link #hasPorts()} is false, and rules that name ports don't match it. One
 * instance belongs to one worker, which is its only writer and reader.
 *
 * <p>What only the data plane's memories ask for (fragments, TCP's numbers, ICMP's) means something for the packet the
 * decoder filled in last; rules don't look at it.
 */
public final class MatchFields {
    /** A packet that is no fragment, an IPv6 atomic fragment (RFC 6946) among them. */
    public static final int WHOLE = 0;
    /** A fragment that begins its packet, with more to come. */
    public static final int FIRST_FRAGMENT = 1;
    /** A fragment that begins further back, so that it has no transport header. */
    public static final int LATER_FRAGMENT = 2;

    /** In place of an ICMP identifier: the packet is no echo, or no ICMP. */
    public static final int NO_IDENTIFIER = -1;

    private Direction direction = Direction.INBOUND;
    private int ipVersion;
    private int ipProtocol;
    private boolean hasPorts;
    private int sourcePort;
    private int destinationPort;
    private int messageKind;
    private int sourceKind;
    private boolean undersized;
    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int fragment;
    private int fragmentId;
    private int fragmentOffset;
    private int fragmentProtocol;
    private int tcpFlags;
    private int tcpSequence;
    private int tcpAcknowledgment;
    private int icmpType;
    private int icmpIdentifier = NO_IDENTIFIER;
    private final RuleMerge merge = new RuleMerge();

    /** Forgets the packet before; direction stays. */
    public void clear() {
        ipVersion = 0;
        ipProtocol = -1;
        whole();
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

    /** The protocol and its ports, 0 to 65535, of a packet that says nothing of itself yet. */
    public void transport(int protocol, int source, int destination) {
        ipProtocol = protocol;
        ports(source, destination);
        noMessage();
    }

    /** The packet has no ports: another protocol, or a later fragment. */
    public void noPorts() {
        hasPorts = false;
        sourcePort = 0;
        destinationPort = 0;
        noMessage();
    }

    private void noMessage() {
        messageKind = MessageKind.UNKNOWN;
        sourceKind = MessageKind.UNKNOWN;
        undersized = false;
        tcpFlags = 0;
        icmpIdentifier = NO_IDENTIFIER;
    }

    /** One of the {@link MessageKind} numbers, as the protocol of the destination port (TCP: its flags) tells it. */
    public void messageKind(int value) {
        messageKind = value;
    }

    /** One of the {@link MessageKind} numbers, as the protocol of the source port tells it. */
    public void sourceKind(int value) {
        sourceKind = value;
    }

    /** The datagram is too short for the protocol of its destination port, and counts as a request for that. */
    public void undersized(boolean value) {
        undersized = value;
    }

    /** The packet is no fragment. */
    public void whole() {
        fragment = WHOLE;
        fragmentId = 0;
        fragmentOffset = 0;
    }

    /**
     * The packet is a fragment.
     *
     * @param offset bytes from the beginning of the payload that was cut (RFC 791 §3.1, RFC 8200 §4.5)
     * @param protocol what tells packets of one id apart beside addresses: IPv4's protocol field, and 0 in IPv6
     */
    public void fragment(int id, int offset, int protocol) {
        fragmentProtocol = protocol;
        fragment = offset == 0 ? FIRST_FRAGMENT : LATER_FRAGMENT;
        fragmentId = id;
        fragmentOffset = offset;
    }

    /** What a TCP header holds beside ports (RFC 9293 §3.1); flags are the lowest 8 bits. */
    public void tcp(int flags, int sequence, int acknowledgment) {
        tcpFlags = flags;
        tcpSequence = sequence;
        tcpAcknowledgment = acknowledgment;
    }

    /** An ICMP or ICMPv6 header's type, and the identifier of an echo or {@link #NO_IDENTIFIER}. */
    public void icmp(int type, int identifier) {
        icmpType = type;
        icmpIdentifier = identifier;
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

    public int sourceKind() {
        return sourceKind;
    }

    /** Whether the datagram is too short for the protocol of its destination port. */
    public boolean isUndersized() {
        return undersized;
    }

    /** {@link #WHOLE}, {@link #FIRST_FRAGMENT} or {@link #LATER_FRAGMENT}. */
    public int fragment() {
        return fragment;
    }

    /** The number all fragments of a packet share: 16 bits in IPv4, 32 in IPv6. */
    public int fragmentId() {
        return fragmentId;
    }

    /** Where a fragment's payload begins in the payload that was cut, in bytes. */
    public int fragmentOffset() {
        return fragmentOffset;
    }

    /** IPv4's protocol field as it stands in every fragment, whatever the first one holds inside; 0 in IPv6. */
    public int fragmentProtocol() {
        return fragmentProtocol;
    }

    /** TCP flags, FIN lowest; 0 for other protocols. */
    public int tcpFlags() {
        return tcpFlags;
    }

    public int tcpSequence() {
        return tcpSequence;
    }

    public int tcpAcknowledgment() {
        return tcpAcknowledgment;
    }

    public int icmpType() {
        return icmpType;
    }

    /** 0 to 65535, or {@link #NO_IDENTIFIER}. */
    public int icmpIdentifier() {
        return icmpIdentifier;
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

    /** What an evaluation for this packet goes on with where the first match doesn't decide. */
    RuleMerge merge() {
        return merge;
    }
}
