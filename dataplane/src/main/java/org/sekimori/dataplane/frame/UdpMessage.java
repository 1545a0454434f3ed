package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/** What a datagram's payload says of itself, by the protocol that lives at a port. */
final class UdpMessage {
    /** A request, because the message is too short to tell; {@link #kindOf} takes the mark away. */
    static final int TOO_SHORT = MessageKind.REQUEST | 1 << 2;
    /** Most bytes of a message that any of the protocols looks at. */
    static final int MAX_LOOKED_AT = 256;

    private static final int KIND_MASK = 0x03;

    private UdpMessage() {}

    /**
     * Fills in what the datagram says of itself, by either of the ports that the fields hold.
     *
     * @param header where UDP's header begins
     * @param end where the datagram ends on the wire
     * @param limit where the bytes end that may be read
     */
    static void fill(UnsafeBuffer frame, int header, int end, int limit, MatchFields fields) {
        int message = header + UdpHeader.LENGTH;
        int source = fields.sourcePort();
        int destination = fields.destinationPort();
        int kind = kind(frame, destination, message, end, limit);
        fields.messageKind(kindOf(kind));
        fields.undersized(kind == TOO_SHORT);
        if (source == destination && source != UdpPorts.SSDP) {
            fields.sourceKind(kindOf(kind));
        } else if (source <= UdpPorts.HIGHEST) {
            fields.sourceKind(sourceKind(frame, source, message, end, limit));
        }
    }

    /**
     * One of the {@link MessageKind} numbers, or {@link #TOO_SHORT}.
     *
     * @param end where the message ends on the wire
     * @param limit where the bytes end that may be read
     */
    static int kind(UnsafeBuffer frame, int port, int offset, int end, int limit) {
        return port > UdpPorts.HIGHEST ? MessageKind.UNKNOWN : kindByPort(frame, port, offset, end, limit);
    }

    private static int kindByPort(UnsafeBuffer frame, int port, int offset, int end, int limit) {
        switch (port) {
            case UdpPorts.DNS:
                return DnsMessage.kind(frame, offset, end - offset, limit);
            case UdpPorts.NTP:
                return NtpMessage.kind(frame, offset, end - offset, limit);
            case UdpPorts.SNMP:
                return SnmpMessage.kind(frame, offset, Math.min(end, limit));
            case UdpPorts.LDAP:
                return LdapMessage.kind(frame, offset, Math.min(end, limit));
            case UdpPorts.SSDP:
                return SsdpMessage.kind(frame, offset, Math.min(end, limit));
            default:
                return MessageKind.UNKNOWN;
        }
    }

    /**
     * One of the {@link MessageKind} numbers, as the protocol of the source port tells it. Routers and clients pick 1900
     * for all sorts of questions, so only what looks like an answer of SSDP is one.
     */
    static int sourceKind(UnsafeBuffer frame, int port, int offset, int end, int limit) {
        int kind = kindOf(kind(frame, port, offset, end, limit));
        boolean isClaimed = port == UdpPorts.SSDP && kind == MessageKind.REPLY;
        return isClaimed && !SsdpMessage.isAnswer(frame, offset, Math.min(end, limit)) ? MessageKind.UNKNOWN : kind;
    }

    /** One of the {@link MessageKind} numbers, for what {@link #kind} answered. */
    static int kindOf(int kind) {
        return kind & KIND_MASK;
    }
}
