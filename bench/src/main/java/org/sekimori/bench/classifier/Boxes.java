package org.sekimori.bench.classifier;

import java.util.List;
import org.sekimori.bench.ruleset.FiveTuple;
import org.sekimori.bench.ruleset.Packet;
import org.sekimori.policy.PortRange;

/** IPv4 rules as boxes in five dimensions, in order of rank. */
final class Boxes {
    static final int SOURCE = 0;
    static final int DESTINATION = 1;
    static final int SOURCE_PORT = 2;
    static final int DESTINATION_PORT = 3;
    static final int PROTOCOL = 4;
    static final int FIELDS = 5;
    static final int NONE = Integer.MAX_VALUE;

    private static final int MAX_PROTOCOL = 255;

    final int size;
    final long[] first;
    final long[] last;

    Boxes(List<FiveTuple> rules) {
        size = rules.size();
        first = new long[size * FIELDS];
        last = new long[size * FIELDS];
        for (int rank = 0; rank < size; rank++) {
            FiveTuple rule = rules.get(rank);
            set(rank, SOURCE, rule.source().low(), rule.source().lastLow());
            set(rank, DESTINATION, rule.destination().low(), rule.destination().lastLow());
            set(rank, SOURCE_PORT, rule.sourcePorts());
            set(rank, DESTINATION_PORT, rule.destinationPorts());
            boolean any = rule.protocol() < 0;
            set(rank, PROTOCOL, any ? 0 : rule.protocol(), any ? MAX_PROTOCOL : rule.protocol());
        }
    }

    static long[] point(Packet packet) {
        return new long[] {
            packet.sourceLow(),
            packet.destinationLow(),
            packet.sourcePort(),
            packet.destinationPort(),
            packet.protocol()
        };
    }

    boolean contains(int rank, long[] point) {
        int at = rank * FIELDS;
        for (int field = 0; field < FIELDS; field++) {
            if (point[field] < first[at + field] || point[field] > last[at + field]) {
                return false;
            }
        }
        return true;
    }

    private void set(int rank, int field, PortRange ports) {
        set(rank, field, ports.first(), ports.last());
    }

    private void set(int rank, int field, long from, long to) {
        first[rank * FIELDS + field] = from;
        last[rank * FIELDS + field] = to;
    }
}
