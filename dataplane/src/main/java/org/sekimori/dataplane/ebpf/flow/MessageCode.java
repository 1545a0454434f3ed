package org.sekimori.dataplane.ebpf.flow;

import java.util.LinkedHashMap;
import java.util.Map;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.KindCode;
import org.sekimori.dataplane.ebpf.walk.PortCode;
import org.sekimori.dataplane.frame.UdpPorts;
import org.sekimori.policy.Traffic;

/**
 * Goes on by what the datagram at hand says of itself, as the protocol that lives at one of its ports has it.
 *
 * @param request where it asks
 * @param reply where it answers
 * @param claimed where it comes from, or goes to, SSDP's port and asks nothing; many use that port for other things
 * @param silent where no such protocol lives at the port
 * @param cannotTell where bytes at fixed places don't tell
 */
record MessageCode(Label request, Label reply, Label claimed, Label silent, Label cannotTell) {
    /** By the port at that place in the header. Nothing falls through. */
    void write(Draft draft, int portOffset) {
        Map<Integer, Label> byPort = new LinkedHashMap<>();
        for (int port : Traffic.UDP_PORTS_WITH_DIRECTION) {
            byPort.put(port, KindCode.canTell(port) ? draft.code().label() : cannotTell);
        }
        new PortCode(draft.code()).write(portOffset, byPort, silent);
        KindCode kinds = new KindCode(draft, cannotTell);
        byPort.forEach((port, label) -> {
            if (KindCode.canTell(port)) {
                draft.code().place(label);
                kinds.writeUdp(port, request, port == UdpPorts.SSDP ? claimed : reply);
            }
        });
    }
}
