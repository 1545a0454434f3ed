package org.sekimori.dataplane.ebpf.flow;

import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.PortCode;
import org.sekimori.policy.AskedFlows;

/** Goes on by whether rules may ask about the flow of a packet with ports. */
public final class FlowGate {
    private FlowGate() {}

    /** For a packet that goes out, with the cursor at its ports; loses R1, and nothing falls through. */
    public static void write(Draft draft, AskedFlows flows, int ipProtocol, Label asked, Label others) {
        write(draft, flows, ipProtocol, PortCode.SOURCE_OFFSET, PortCode.DESTINATION_OFFSET, asked, others);
    }

    /** The same, with the places of the inside's and the outside's port. */
    static void write(
            Draft draft, AskedFlows flows, int ipProtocol, int inside, int outside, Label asked, Label others) {
        if (PortCode.isAll(flows.insidePorts(ipProtocol)) || PortCode.isAll(flows.outsidePorts(ipProtocol))) {
            draft.code().jump(asked);
            return;
        }
        PortCode ports = new PortCode(draft.code());
        Label otherInside = draft.code().label();
        ports.write(inside, flows.insidePorts(ipProtocol), asked, otherInside);
        draft.code().place(otherInside);
        ports.write(outside, flows.outsidePorts(ipProtocol), asked, others);
    }
}
