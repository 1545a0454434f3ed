package org.sekimori.dataplane.ebpf.policy;

import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.flow.TimeCode;
import org.sekimori.dataplane.ebpf.walk.Draft;
import org.sekimori.dataplane.ebpf.walk.Inside;
import org.sekimori.dataplane.ebpf.walk.Ipv4Code;
import org.sekimori.dataplane.ebpf.walk.Ipv6Code;
import org.sekimori.dataplane.ebpf.walk.LinkCode;
import org.sekimori.dataplane.ebpf.walk.TunnelCode;

/** Puts a program's parts together: link, IP, transport, rules; and, where a packet carries one, from IP on again. */
final class ProgramWriter {
    private final Draft draft;
    private final Ipv4Code ipv4;
    private final Ipv6Code ipv6;

    ProgramWriter(Draft draft, ImageRules rules, AddressCode addresses, TimeCode time) {
        this.draft = draft;
        Exits exits = new Exits(draft, rules, new TunnelCode(draft, this::packet), time);
        RuleCode ruleCode = new RuleCode(draft, rules, addresses, exits);
        TransportCode transport = new TransportCode(draft, rules, addresses, ruleCode, exits, time);
        ipv4 = new Ipv4Code(draft, transport);
        ipv6 = new Ipv6Code(draft, transport);
    }

    EbpfProgram write() {
        draft.begin();
        new LinkCode(draft, this::packet).write();
        return draft.finish();
    }

    private Label packet(Inside inside) {
        return draft.block(inside, inside == Inside.IPV4 ? ipv4::write : ipv6::write);
    }
}
