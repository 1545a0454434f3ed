package org.sekimori.bench;

import org.sekimori.policy.Direction;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.MatchFields;

/** Numbered flows of UDP, and the packets that make and answer them; one instance of fields for all. */
final class BenchFlows {
    private static final int OUTSIDE = 0x5000_0000;
    private static final int FIRST_PORT = 1024;
    private static final int SERVICE = 27_015;

    private final MatchFields fields = new MatchFields();
    private final int firstHost;
    private final int hosts;

    /**
     * Flows of so many inside hosts.
     *
     * @param firstHost address of the first of them; the others follow
     * @param hosts a power of two
     */
    BenchFlows(int firstHost, int hosts) {
        this.firstHost = firstHost;
        this.hosts = hosts;
    }

    /** The question of that flow. */
    MatchFields outbound(int flow) {
        fields.clear();
        fields.direction(Direction.OUTBOUND);
        fields.ipv4(firstHost + flow % hosts, OUTSIDE + (flow >>> Short.SIZE));
        fields.ipProtocol(IpProtocol.UDP);
        fields.ports(port(flow), SERVICE);
        return fields;
    }

    /** Its answer. */
    MatchFields inbound(int flow) {
        fields.clear();
        fields.direction(Direction.INBOUND);
        fields.ipv4(OUTSIDE + (flow >>> Short.SIZE), firstHost + flow % hosts);
        fields.ipProtocol(IpProtocol.UDP);
        fields.ports(SERVICE, port(flow));
        return fields;
    }

    /** The flow, in eight bytes. */
    long key(int flow) {
        return (long) (firstHost + flow % hosts) << Integer.SIZE | flow;
    }

    /** Different for all flows of a host to one server. */
    private int port(int flow) {
        return FIRST_PORT + (flow & 0xFFFF) / hosts;
    }
}
