package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/** Fills in what lies behind IP: ports, flags, and what the message says of itself. */
final class TransportLayer {
    /** Most bytes that are looked at from the transport header's first on. */
    static final int MAX_LOOKED_AT = UdpHeader.LENGTH + UdpMessage.MAX_LOOKED_AT;

    private static final int NONE = Reason.NONE.ordinal();

    private final DecodeBounds bounds;

    TransportLayer(DecodeBounds bounds) {
        this.bounds = bounds;
    }

    int enterUdp(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        int limit = bounds.limit();
        if (Math.min(end, limit) - offset < UdpHeader.LENGTH) {
            return fail(fields);
        }
        long word = UdpHeader.word(frame, offset);
        int source = UdpHeader.sourcePort(word);
        int destination = UdpHeader.destinationPort(word);
        int message = offset + UdpHeader.LENGTH;
        int messageEnd = offset + UdpHeader.datagramLength(word, end - offset);
        int kind = UdpMessage.kind(frame, destination, message, messageEnd, limit);
        fields.ipProtocol(IpProtocols.UDP);
        fields.noPorts();
        fields.ports(source, destination);
        fields.messageKind(UdpMessage.kindOf(kind));
        fields.undersized(kind == UdpMessage.TOO_SHORT);
        fields.sourceKind(
                source == destination && source != UdpPorts.SSDP
                        ? UdpMessage.kindOf(kind)
                        : UdpMessage.sourceKind(frame, source, message, messageEnd, limit));
        return NONE;
    }

    int enterTcp(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        // a fragment may cut the options off, as Linux has it for RFC 7112: nothing looks at them
        if (Math.min(end, bounds.limit()) - offset < TcpHeader.MIN_LENGTH) {
            return fail(fields);
        }
        int ports = TcpHeader.ports(frame, offset);
        int flags = TcpHeader.flags(frame, offset);
        int kind = TcpHeader.messageKind(flags);
        fields.ipProtocol(IpProtocols.TCP);
        fields.noPorts();
        fields.ports(TcpHeader.sourcePort(ports), TcpHeader.destinationPort(ports));
        fields.tcp(flags, TcpHeader.sequence(frame, offset), TcpHeader.acknowledgment(frame, offset));
        fields.messageKind(kind);
        fields.sourceKind(kind);
        return NONE;
    }

    /** Any other protocol, which has no ports. */
    int enterOther(UnsafeBuffer frame, int protocol, int offset, int end, MatchFields fields) {
        boolean isIcmp = protocol == IpProtocols.ICMP || protocol == IpProtocols.ICMPV6;
        int room = Math.min(end, bounds.limit()) - offset;
        if (isIcmp && room < IcmpHeader.LENGTH && bounds.isInFragment()) {
            return fail(fields);
        }
        finish(protocol, fields);
        if (isIcmp) {
            fields.icmp(IcmpHeader.type(frame, offset, room), IcmpHeader.identifier(frame, offset, room));
        }
        return NONE;
    }

    /** A later fragment, of which nobody can say what it holds; or what has no header that is looked at. */
    static int finish(int protocol, MatchFields fields) {
        fields.ipProtocol(protocol);
        fields.noPorts();
        return NONE;
    }

    private int fail(MatchFields fields) {
        return FrameDecoder.fail(bounds.cutOff(Reason.MALFORMED_TRANSPORT), fields);
    }
}
