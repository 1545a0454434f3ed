package org.sekimori.control.cli;

import java.util.List;
import java.util.stream.IntStream;
import org.sekimori.dataplane.BoxOptions;
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
    private final PortType type;
    private final BoxOptions options;
    private final BoxCounters counters;

    /** For a box of these options, with its ports' counters. */
    PortOpener(PortType type, BoxOptions options, BoxCounters counters) {
        this.type = type;
        this.options = options;
        this.counters = counters;
    }

    PortPair open(String wanName, String lanName) {
        Port wan = open(wanName, counters.port(0));
        try {
            return new PortPair(wan, open(lanName, counters.port(1)));
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

    private Port open(String name, PortCounters port) {
        try {
            return switch (type) {
                case AFPACKET -> AfPacketPort.open(name, options.portSlots(), ofPipelines(port));
                case PCAP -> pcap(name, port);
            };
        } catch (PortException refused) {
            throw new BadInputException(refused.getMessage(), refused);
        }
    }

    private List<PortCounters> ofPipelines(PortCounters port) {
        return IntStream.range(0, options.pipelines())
                .map(options::firstWorker)
                .mapToObj(port::addingAt)
                .toList();
    }

    private static Port pcap(String name, PortCounters counters) {
        InterfaceCheck.check(name);
        return LivePcapPort.open(name, counters);
    }
}
