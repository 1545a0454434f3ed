package org.sekimori.dataplane.state;

import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;

/** Between which two ends a segment goes, and which SYN a SYN+ACK answers. */
public final class ConnectionPackets {
    private static final int IPV4 = 4;
    private static final int CLIENT_PORT_SHIFT = 48;
    private static final int SERVER_PORT_SHIFT = 32;

    private ConnectionPackets() {}

    /** Whether the packet opens or may open a connection that is counted: a SYN+ACK from the inside. */
    public static boolean isGrant(MatchFields packet) {
        return packet.direction() == Direction.OUTBOUND
                && isSegment(packet)
                && TcpFlags.isRequestGranted(packet.tcpFlags());
    }

    /**
     * Writes the SYN that this SYN+ACK answers, as far as rules look at it: to find the rule that limits the connection
     * by asking the policy.
     */
    public static void request(MatchFields grant, MatchFields request) {
        request.clear();
        request.direction(grant.direction().opposite());
        if (grant.ipVersion() == IPV4) {
            request.ipv4((int) grant.destinationLow(), (int) grant.sourceLow());
        } else {
            request.ipv6(grant.destinationHigh(), grant.destinationLow(), grant.sourceHigh(), grant.sourceLow());
        }
        request.ipProtocol(IpProtocol.TCP);
        request.ports(grant.destinationPort(), grant.sourcePort());
        request.messageKind(MessageKind.REQUEST);
        request.tcp(TcpFlags.SYN, grant.tcpAcknowledgment() - 1, 0);
    }

    static boolean isSegment(MatchFields packet) {
        return packet.ipProtocol() == IpProtocol.TCP && packet.hasPorts();
    }

    /** The key of the connection a segment belongs to: the client outside, then the server inside. */
    static void connection(MatchFields segment, Key connection) {
        if (segment.direction() == Direction.OUTBOUND) {
            connection.set(
                    segment.destinationHigh(),
                    segment.destinationLow(),
                    segment.sourceHigh(),
                    segment.sourceLow(),
                    ends(segment.ipVersion(), segment.destinationPort(), segment.sourcePort()));
        } else {
            connection.set(
                    segment.sourceHigh(),
                    segment.sourceLow(),
                    segment.destinationHigh(),
                    segment.destinationLow(),
                    ends(segment.ipVersion(), segment.sourcePort(), segment.destinationPort()));
        }
    }

    private static long ends(int ipVersion, int clientPort, int serverPort) {
        return (long) clientPort << CLIENT_PORT_SHIFT | (long) serverPort << SERVER_PORT_SHIFT | ipVersion;
    }
}
