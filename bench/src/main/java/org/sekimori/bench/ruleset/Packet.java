package org.sekimori.bench.ruleset;

import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;

/** The fields of an inbound packet. */
public record Packet(
        int ipVersion,
        long sourceHigh,
        long sourceLow,
        long destinationHigh,
        long destinationLow,
        int protocol,
        boolean hasPorts,
        int sourcePort,
        int destinationPort) {

    /** Fills in what rules look at. */
    public void fill(MatchFields fields) {
        fields.clear();
        fields.direction(Direction.INBOUND);
        if (ipVersion == 4) {
            fields.ipv4((int) sourceLow, (int) destinationLow);
        } else {
            fields.ipv6(sourceHigh, sourceLow, destinationHigh, destinationLow);
        }
        fields.ipProtocol(protocol);
        if (hasPorts) {
            fields.ports(sourcePort, destinationPort);
        }
    }
}
