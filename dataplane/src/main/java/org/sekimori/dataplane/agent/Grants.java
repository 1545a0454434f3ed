package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.state.ConnectionMemory;
import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.MessageKind;
import org.sekimori.policy.PacketMemory;

/**
 * Finds the limits that count a connection the inside grants: those its request met, or would meet now. So nothing need
 * be remembered of requests, which anybody can forge. Belongs to one worker.
 */
final class Grants implements PacketMemory {
    private static final int IPV4 = 4;
    private static final int SYN = 0x02;
    private static final int ACK = 0x10;

    private final ConnectionMemory connections;
    private final MatchFields request = new MatchFields();
    private MatchFields grant;
    private ActivePolicy policy;
    private long nowNs;

    Grants(ConnectionMemory connections) {
        this.connections = connections;
    }

    /** A segment leaves; if it is a SYN with ACK, its connection begins to exist. */
    void note(MatchFields segment, ActivePolicy inForce, long timeNs) {
        boolean isGrant = segment.direction() == Direction.OUTBOUND
                && segment.ipProtocol() == IpProtocol.TCP
                && (segment.tcpFlags() & (SYN | ACK)) == (SYN | ACK);
        if (isGrant) {
            grant = segment;
            policy = inForce;
            nowNs = timeNs;
            turnRound(segment);
            policy.table().evaluate(request, this);
        }
    }

    private void turnRound(MatchFields segment) {
        request.clear();
        request.direction(Direction.INBOUND);
        if (segment.ipVersion() == IPV4) {
            request.ipv4((int) segment.destinationLow(), (int) segment.sourceLow());
        } else {
            request.ipv6(
                    segment.destinationHigh(), segment.destinationLow(), segment.sourceHigh(), segment.sourceLow());
        }
        request.ipProtocol(IpProtocol.TCP);
        request.ports(segment.destinationPort(), segment.sourcePort());
        request.messageKind(MessageKind.REQUEST);
        request.tcp(SYN, segment.tcpAcknowledgment() - 1, 0);
    }

    @Override
    public void onMonitorMatch(int ruleIndex) {}

    /** The request meets this limit, and is within it: that is why there is an answer. */
    @Override
    public boolean exceedsLimit(int ruleIndex, MatchFields fields) {
        Limit limit = policy.table().limit(ruleIndex);
        connections.granted(grant, policy.ruleCounters()[ruleIndex], limit, nowNs);
        return false;
    }
}
