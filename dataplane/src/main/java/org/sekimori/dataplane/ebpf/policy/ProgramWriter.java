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

/** Puts a program's parts together: link, IP, transport, rules; and, where a packet carries one, from IP on for the next layer. */
final class ProgramWriter {
    private final Draft draft;
    private final ImageRules rules;
    private final AddressCode addresses;
    private final TimeCode time;

    private record PacketKey(Inside inside, int layer) {}

    ProgramWriter(Draft draft, ImageRules rules, AddressCode addresses, TimeCode time) {
        this.draft = draft;
        this.rules = rules;
        this.addresses = addresses;
        this.time = time;
    }

    /** The program, and behind it the walk for where no box is there, if that is guarded. */
    EbpfProgram write() {
        writeWalk();
        if (draft.station().guards()) {
            Draft alone = draft.alone(rules.aloneFates());
            new ProgramWriter(alone, rules.alone(), addresses.in(alone), time).writeWalk();
        }
        return draft.assemble();
    }

    private void writeWalk() {
        if (!rules.dropsByDefault()) {
            draft.exits().tellOrigins(rules.slots().byDefault());
        }
        draft.begin();
        new LinkCode(draft, inside -> packet(inside, 0)).write();
        draft.finish();
    }

    private Label packet(Inside inside, int layer) {
        return draft.block(new PacketKey(inside, layer), () -> writePacket(inside, layer));
    }

    private void writePacket(Inside inside, int layer) {
        Exits exits = new Exits(draft, rules, new TunnelCode(draft, layer, inner -> packet(inner, layer + 1)), time);
        RuleCode ruleCode = new RuleCode(draft, rules, addresses, exits);
        TransportCode transport = new TransportCode(draft, rules, addresses, ruleCode, exits, time);
        if (inside == Inside.IPV4) {
            new Ipv4Code(draft, layer, transport).write();
        } else {
            new Ipv6Code(draft, layer, transport).write();
        }
    }
}
