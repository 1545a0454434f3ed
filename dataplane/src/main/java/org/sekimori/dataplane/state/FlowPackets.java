package org.sekimori.dataplane.state;

import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/** Which packets ask, which answer, and between which two ends. */
final class FlowPackets {
    /** Well-known UDP ports (IANA "Service Names and Port Numbers"). */
    static final int CHARGEN = 19;

    static final int DNS = 53;
    static final int NTP = 123;
    static final int SNMP = 161;
    static final int CLDAP = 389;
    static final int SSDP = 1900;
    static final int MEMCACHED = 11211;

    private static final int ECHO_REPLY = 0;
    private static final int ECHO_REQUEST = 8;
    private static final int ECHO_REQUEST_V6 = 128;
    private static final int ECHO_REPLY_V6 = 129;

    private static final int INSIDE_PORT_SHIFT = 48;
    private static final int OUTSIDE_PORT_SHIFT = 32;
    private static final int PROTOCOL_SHIFT = 8;

    private FlowPackets() {}

    /** Whether the outbound packet opens a flow. */
    static boolean asks(MatchFields outbound) {
        switch (outbound.ipProtocol()) {
            case IpProtocol.TCP:
                return outbound.hasPorts() && TcpFlags.isRequest(outbound.tcpFlags());
            case IpProtocol.UDP:
                return outbound.hasPorts() && !isAnswer(outbound);
            case IpProtocol.ICMP:
                return isEcho(outbound, ECHO_REQUEST);
            case IpProtocol.ICMPV6:
                return isEcho(outbound, ECHO_REQUEST_V6);
            default:
                return true;
        }
    }

    /** Whether the outbound packet keeps alive a flow that was opened. */
    static boolean continues(MatchFields outbound) {
        return outbound.ipProtocol() == IpProtocol.TCP ? outbound.hasPorts() : asks(outbound);
    }

    /** Whether the inbound packet can be an answer, by what it says of itself. */
    static boolean answers(MatchFields inbound) {
        switch (inbound.ipProtocol()) {
            case IpProtocol.TCP:
                return inbound.hasPorts() && !TcpFlags.isRequest(inbound.tcpFlags());
            case IpProtocol.UDP:
                return inbound.hasPorts() && inbound.sourceKind() != MessageKind.REQUEST;
            case IpProtocol.ICMP:
                return isEcho(inbound, ECHO_REPLY);
            case IpProtocol.ICMPV6:
                return isEcho(inbound, ECHO_REPLY_V6);
            default:
                return true;
        }
    }

    /** The key of the flow an outbound packet belongs to, and of the host that owns it. */
    static void outbound(MatchFields fields, Key flow, Key host) {
        flow.set(
                fields.sourceHigh(),
                fields.sourceLow(),
                fields.destinationHigh(),
                fields.destinationLow(),
                ends(fields, fields.sourcePort(), fields.destinationPort()));
        host.set(fields.sourceHigh(), fields.sourceLow(), 0, 0, fields.ipVersion());
    }

    /** The key of the flow an inbound packet belongs to. */
    static void inbound(MatchFields fields, Key flow) {
        flow.set(
                fields.destinationHigh(),
                fields.destinationLow(),
                fields.sourceHigh(),
                fields.sourceLow(),
                ends(fields, fields.destinationPort(), fields.sourcePort()));
    }

    private static long ends(MatchFields fields, int insidePort, int outsidePort) {
        boolean isEcho = fields.icmpIdentifier() != MatchFields.NO_IDENTIFIER;
        long inside = isEcho ? fields.icmpIdentifier() : insidePort;
        long outside = isEcho ? 0 : outsidePort;
        return inside << INSIDE_PORT_SHIFT
                | outside << OUTSIDE_PORT_SHIFT
                | (long) fields.ipProtocol() << PROTOCOL_SHIFT
                | fields.ipVersion();
    }

    private static boolean isEcho(MatchFields fields, int type) {
        return fields.icmpIdentifier() != MatchFields.NO_IDENTIFIER && fields.icmpType() == type;
    }

    private static boolean isAnswer(MatchFields datagram) {
        if (datagram.messageKind() == MessageKind.REPLY || datagram.sourceKind() == MessageKind.REPLY) {
            return true;
        }
        int source = datagram.sourcePort();
        return (source == CHARGEN || source == MEMCACHED) && !isService(datagram.destinationPort());
    }

    private static boolean isService(int port) {
        switch (port) {
            case CHARGEN, DNS, NTP, SNMP, CLDAP, SSDP, MEMCACHED:
                return true;
            default:
                return false;
        }
    }
}
