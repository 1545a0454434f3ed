package org.sekimori.control.cli;

import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.pcap.LivePcapPort;
import org.sekimori.dataplane.port.AfPacketPort;
import org.sekimori.dataplane.port.InterfaceCheck;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.PortException;

/** Opens both ports or none. */
final class PortOpener {
    private PortOpener() {}

    static PortPair open(PortType type, String wanName, String lanName, int slots, BoxCounters counters) {
        Port wan = open(type, wanName, slots, counters.port(0));
        try {
            return new PortPair(wan, open(type, lanName, slots, counters.port(1)));
        } catch (RuntimeException problem) {
            wan.close();
            throw problem;
        }
    }

    /** Whether the interface can be taken, as far as that shows without taking it. */
    static void check(String name) {
        try {
            InterfaceCheck.check(name);
        } catch (PortException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    private static Port open(PortType type, String name, int slots, PortCounters counters) {
        try {
            return switch (type) {
                case AFPACKET -> AfPacketPort.open(name, slots, counters);
                case PCAP -> pcap(name, counters);
            };
        } catch (PortException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    private static Port pcap(String name, PortCounters counters) {
        InterfaceCheck.check(name);
        return LivePcapPort.open(name, counters);
    }
}
