package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/**
 * Walks a frame from its Ethernet header inwards and fills in what the policy looks at.
 *
 * <p>Each step checks its header once against the bytes captured and the bytes sent, moves the cursor on, and returns
 * the number of the protocol that comes next, or {@code ~reason} (an ordinal of {@link Reason}) where the walk ends.
 * Lengths inside the frame are held against the length on the wire, so that a capture's snap length makes no frame
 * malformed as long as its headers are there. It allocates nothing, throws nothing and reads no byte that wasn't
 * captured, whatever the frame holds. Owner: one worker.
 */
public final class FrameDecoder {
    /** The answer for a frame that carries no IP packet. */
    public static final int NOT_IP = -1;

    private static final int NONE = Reason.NONE.ordinal();
    private static final int UNDECODABLE = Reason.UNDECODABLE.ordinal();
    private static final int MALFORMED_IPV6_EXTENSION = Reason.MALFORMED_IPV6_EXTENSION.ordinal();
    private static final int MALFORMED_TRANSPORT = Reason.MALFORMED_TRANSPORT.ordinal();

    /** Where the next header begins. */
    private int offset;
    /** Where the packet ends on the wire: past the captured bytes if the snap length cut the frame. */
    private int packetEnd;

    /**
     * Decodes the frame that fills the buffer, destination MAC address first.
     *
     * @param wireLength bytes on the wire; one below the bytes captured is taken for those
     * @param fields filled in, but for the direction, which is the caller's
     * @return {@link #NOT_IP}, or an ordinal of {@link Reason}: {@link Reason#NONE} if the fields hold the packet
     */
    public int decode(UnsafeBuffer frame, int wireLength, MatchFields fields) {
        fields.clear();
        final int typeOffset = VlanTag.skipAll(frame);
        if (typeOffset < 0) {
            return NOT_IP;
        }
        final int etherType = EthernetHeader.type(frame, typeOffset);
        if (!EtherTypes.isIp(etherType)) {
            return NOT_IP;
        }
        if (VlanTag.isTooDeep(typeOffset)) {
            return UNDECODABLE;
        }
        offset = typeOffset + EthernetHeader.TYPE_LENGTH;
        packetEnd = Math.max(wireLength, frame.capacity());
        final int next = etherType == EtherTypes.IPV4 ? enterIpv4(frame, fields) : enterIpv6(frame, fields);
        return next < 0 ? ~next : enterTransport(frame, next, fields);
    }

    private int enterIpv4(UnsafeBuffer frame, MatchFields fields) {
        final int header = offset;
        final Reason reason = Ipv4Header.check(frame, header, packetEnd);
        if (reason != Reason.NONE) {
            return ~reason.ordinal();
        }
        fields.ipv4(Ipv4Header.source(frame, header), Ipv4Header.destination(frame, header));
        final int protocol = Ipv4Header.protocol(frame, header);
        fields.ipProtocol(protocol);
        if (Ipv4Header.isLaterFragment(frame, header)) {
            return ~NONE;
        }
        offset = header + Ipv4Header.headerLength(frame, header);
        packetEnd = header + Ipv4Header.packetLength(frame, header, packetEnd);
        return protocol;
    }

    private int enterIpv6(UnsafeBuffer frame, MatchFields fields) {
        final int header = offset;
        final Reason reason = Ipv6Header.check(frame, header, packetEnd);
        if (reason != Reason.NONE) {
            return ~reason.ordinal();
        }
        fields.ipv6(
                Ipv6Header.sourceHigh(frame, header),
                Ipv6Header.sourceLow(frame, header),
                Ipv6Header.destinationHigh(frame, header),
                Ipv6Header.destinationLow(frame, header));
        offset = header + Ipv6Header.LENGTH;
        packetEnd = header + Ipv6Header.packetLength(frame, header, packetEnd);
        final int next = Ipv6Header.nextHeader(frame, header);
        fields.ipProtocol(next);
        return Ipv6ExtensionHeader.isExtension(next) ? skipExtensions(frame, next, fields) : next;
    }

    private int skipExtensions(UnsafeBuffer frame, int firstHeader, MatchFields fields) {
        final int end = Math.min(packetEnd, frame.capacity());
        int header = firstHeader;
        for (int count = 0; Ipv6ExtensionHeader.isExtension(header); count++) {
            if (count == Ipv6ExtensionHeader.MAX_HEADERS) {
                return ~UNDECODABLE;
            }
            final int room = end - offset;
            if (room < Ipv6ExtensionHeader.MIN_LENGTH) {
                return ~MALFORMED_IPV6_EXTENSION;
            }
            final int length = Ipv6ExtensionHeader.length(frame, offset, header);
            if (length > room) {
                return ~MALFORMED_IPV6_EXTENSION;
            }
            final int next = Ipv6ExtensionHeader.nextHeader(frame, offset);
            fields.ipProtocol(next);
            if (header == IpProtocols.FRAGMENT && Ipv6ExtensionHeader.isLaterFragment(frame, offset)) {
                return ~NONE;
            }
            offset += length;
            header = next;
        }
        return header;
    }

    private int enterTransport(UnsafeBuffer frame, int protocol, MatchFields fields) {
        if (protocol == IpProtocols.UDP) {
            return enterUdp(frame, fields);
        }
        return protocol == IpProtocols.TCP ? enterTcp(frame, fields) : NONE;
    }

    private int enterUdp(UnsafeBuffer frame, MatchFields fields) {
        if (Math.min(packetEnd, frame.capacity()) - offset < UdpHeader.LENGTH) {
            return MALFORMED_TRANSPORT;
        }
        final int ports = TransportPorts.both(frame, offset);
        final int destination = TransportPorts.destination(ports);
        fields.ports(TransportPorts.source(ports), destination);
        fields.messageKind(messageKind(frame, destination));
        return NONE;
    }

    private int enterTcp(UnsafeBuffer frame, MatchFields fields) {
        if (Math.min(packetEnd, frame.capacity()) - offset < TcpHeader.MIN_LENGTH) {
            return MALFORMED_TRANSPORT;
        }
        final int ports = TransportPorts.both(frame, offset);
        fields.ports(TransportPorts.source(ports), TransportPorts.destination(ports));
        fields.messageKind(TcpHeader.messageKind(frame, offset));
        return NONE;
    }

    /** What the datagram at the cursor says of itself, by the protocol that lives at its destination port. */
    private int messageKind(UnsafeBuffer frame, int destinationPort) {
        final int message = offset + UdpHeader.LENGTH;
        switch (destinationPort) {
            case TransportPorts.DNS:
                return DnsMessage.messageKind(frame, message, UdpHeader.end(frame, offset, packetEnd));
            case TransportPorts.NTP:
                return NtpMessage.messageKind(frame, message, UdpHeader.end(frame, offset, packetEnd));
            case TransportPorts.SSDP:
                return SsdpMessage.messageKind(frame, message, UdpHeader.end(frame, offset, packetEnd));
            default:
                return MessageKind.UNKNOWN;
        }
    }
}
