package org.sekimori.dataplane.ebpf.policy;

import org.sekimori.dataplane.ebpf.walk.Inside;
import org.sekimori.policy.IpProtocol;
import org.sekimori.policy.Traffic;

/**
 * A packet before its candidates are tried, as far as the code's place tells.
 *
 * @param ipVersion 4 or 6; 0 where it makes no difference
 * @param ipProtocol {@link IpProtocol#UDP}, {@link IpProtocol#TCP}, or {@link #OTHER}
 * @param port the destination port, if a UDP protocol with a direction bit lives there; else 0
 * @param inside what the packet may carry
 * @param layer how many packets are around, where it may carry one; else 0
 */
record Stage(int ipVersion, int ipProtocol, int port, Inside inside, int layer) {
    static final int OTHER = -1;

    static Stage udp(int ipVersion, int port) {
        return new Stage(
                ipVersion,
                IpProtocol.UDP,
                Traffic.UDP_PORTS_WITH_DIRECTION.contains(port) ? port : 0,
                Inside.NOTHING,
                0);
    }

    static Stage tcp(int ipVersion) {
        return new Stage(ipVersion, IpProtocol.TCP, 0, Inside.NOTHING, 0);
    }

    static Stage other(int ipVersion, Inside inside, int layer) {
        return new Stage(ipVersion, OTHER, 0, inside, inside == Inside.NOTHING ? 0 : layer);
    }

    boolean isUdp() {
        return ipProtocol == IpProtocol.UDP;
    }

    boolean isTcp() {
        return ipProtocol == IpProtocol.TCP;
    }

    /** The same without what makes no difference to some candidates. */
    Stage without(boolean addresses, boolean messageKind) {
        return new Stage(addresses ? ipVersion : 0, ipProtocol, messageKind ? port : 0, inside, layer);
    }
}
