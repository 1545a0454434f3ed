package org.sekimori.control.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.sekimori.dataplane.BoxOptions;
import org.sekimori.dataplane.agent.PortPair;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.linux.InterfaceClaim;
import org.sekimori.dataplane.pcap.LivePcapPort;
import org.sekimori.dataplane.port.AfPacketPort;
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

    /**
     * Takes both interfaces.
     *
     * @param claims of them; the ports' from now on
     * @param foundFolder where to keep how they were found, until they are put back
     */
    PortPair open(InterfaceClaims claims, Path foundFolder) {
        Port wan = open(claims.wan(), foundFolder, counters.port(0));
        try {
            return new PortPair(wan, open(claims.lan(), foundFolder, counters.port(1)));
        } catch (RuntimeException problem) {
            wan.close();
            throw problem;
        }
    }

    private Port open(InterfaceClaim claim, Path foundFolder, PortCounters port) {
        try {
            return switch (type) {
                case AFPACKET -> AfPacketPort.open(claim, foundFolder, options.portSlots(), ofPipelines(port));
                case PCAP -> LivePcapPort.open(claim.device().name(), port);
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
}
