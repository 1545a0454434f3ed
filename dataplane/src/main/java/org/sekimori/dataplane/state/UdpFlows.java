package org.sekimori.dataplane.state;

import java.util.List;

/** What {@link FlowMemory} knows of UDP by port, for whoever keeps a copy of its flows. */
public final class UdpFlows {
    /** Ports of services whose flows have a time of their own, which answers don't prolong. */
    public static final List<Integer> TIMED_SERVICES =
            List.of(FlowPackets.DNS, FlowPackets.NTP, FlowPackets.SNMP, FlowPackets.CLDAP, FlowPackets.SSDP);
    /** Ports from which a datagram counts as an answer, whatever it says, unless it goes to one of {@link #SERVICES}. */
    public static final List<Integer> ANSWERING = List.of(FlowPackets.CHARGEN, FlowPackets.MEMCACHED);
    /** Ports of services. */
    public static final List<Integer> SERVICES = List.of(
            FlowPackets.CHARGEN,
            FlowPackets.DNS,
            FlowPackets.NTP,
            FlowPackets.SNMP,
            FlowPackets.CLDAP,
            FlowPackets.SSDP,
            FlowPackets.MEMCACHED);

    private UdpFlows() {}

    /** How long a flow to that port of the outside lives from the last question on, in nanoseconds. */
    public static long askedNs(int outsidePort) {
        return FlowPhase.lifetimesNs()[FlowPhase.ofService(outsidePort)];
    }

    /** How long it lives, once answered, from the last datagram on that prolongs it. */
    public static long answeredNs(int outsidePort) {
        int phase = FlowPhase.afterInbound(FlowPhase.ofService(outsidePort), 0);
        return FlowPhase.lifetimesNs()[phase];
    }
}
