package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/** Fills in what lies behind IP: ports, flags, and what the message says of itself. */
final class TransportLayer {
    /** Most bytes that are looked at from the transport header's first on. */
    static final int MAX_LOOKED_AT = UdpHeader.LENGTH + UdpMessage.MAX_LOOKED_AT;

    /** More bytes than any packet has, with room for what is added. */
    private static final int NO_LENGTH = 1 << 30;

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
        return fillUdp(frame, offset, end, limit, fields);
    }

    int enterTcp(UnsafeBuffer frame, int offset, int end, MatchFields fields) {
        // a fragment may cut the options off, as Linux has it for RFC 7112: nothing looks at them
        if (Math.min(end, bounds.limit()) - offset < TcpHeader.MIN_LENGTH) {
            return fail(fields);
        }
        return fillTcp(frame, offset, fields);
    }

    /** Bytes that a header of UDP or TCP has at least; more than a packet can have for any other protocol. */
    static int leastLength(int protocol) {
        return protocol == IpProtocols.UDP
                ? UdpHeader.LENGTH
                : protocol == IpProtocols.TCP ? TcpHeader.MIN_LENGTH : NO_LENGTH;
    }

    /** Fills in ports and message of UDP or TCP, whose header is there, and whose packet ends before the bytes captured do. */
    static int fill(UnsafeBuffer frame, int protocol, int offset, int end, MatchFields fields) {
        return protocol == IpProtocols.UDP ? fillUdp(frame, offset, end, end, fields) : fillTcp(frame, offset, fields);
    }

    private static int fillUdp(UnsafeBuffer frame, int offset, int end, int limit, MatchFields fields) {
        long word = UdpHeader.word(frame, offset);
        int source = UdpHeader.sourcePort(word);
        int destination = UdpHeader.destinationPort(word);
        fields.transport(IpProtocols.UDP, source, destination);
        // one comparison for the ports most datagrams have
        if (Math.min(source, destination) <= UdpPorts.HIGHEST) {
            UdpMessage.fill(frame, offset, offset + UdpHeader.datagramLength(word, end - offset), limit, fields);
        }
        return NONE;
    }

    private static int fillTcp(UnsafeBuffer frame, int offset, MatchFields fields) {
        long firstWord = TcpHeader.firstWord(frame, offset);
        long secondWord = TcpHeader.secondWord(frame, offset);
        int flags = TcpHeader.flags(secondWord);
        int kind = TcpHeader.messageKind(flags);
        fields.transport(IpProtocols.TCP, TcpHeader.sourcePort(firstWord), TcpHeader.destinationPort(firstWord));
        fields.tcp(flags, TcpHeader.sequence(firstWord), TcpHeader.acknowledgment(secondWord));
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
