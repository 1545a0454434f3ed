package org.sekimori.dataplane.agent;

import org.sekimori.dataplane.state.ConnectionMemory;
import org.sekimori.dataplane.state.ConnectionPackets;
import org.sekimori.policy.Limit;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;

/**
 * Finds the limits that count a connection the inside grants: those its request met, or would meet now. So nothing need
 * be remembered of requests, which anybody can forge. Belongs to one worker.
 */
final class Grants implements PacketMemory {
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
        if (ConnectionPackets.isGrant(segment)) {
            grant = segment;
            policy = inForce;
            nowNs = timeNs;
            ConnectionPackets.request(segment, request);
            policy.table().evaluate(request, this);
        }
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
