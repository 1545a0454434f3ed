package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;

import java.util.function.Function;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.frame.EtherTypes;

/**
 * Walks from a frame's first byte to its IP packet: over the Ethernet header, VLAN tags, and a PPPoE session's header. All
 * else is handed on, and most frames have nothing of it.
 */
public final class LinkCode {
    /** Most VLAN tags that are looked behind. */
    public static final int MAX_TAGS = 4;

    private static final int TYPE_OFFSET = 12;
    private static final int ETHERNET_LENGTH = 14;
    private static final int TAG_LENGTH = 4;
    private static final int TAG_TYPE_OFFSET = 2;
    private static final int PPPOE_LENGTH = 6;
    private static final int PPP_LENGTH = 2;
    private static final int COMPRESSED_PPP_LENGTH = 1;
    private static final int[] WRAPPINGS = {
        EtherTypes.VLAN,
        EtherTypes.SERVICE_VLAN,
        EtherTypes.OLD_SERVICE_VLAN,
        EtherTypes.E_TAG,
        EtherTypes.MPLS,
        EtherTypes.MPLS_MULTICAST,
        EtherTypes.ETHERNET
    };
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    private static final int PPP_MPLS = 0x0281;
    private static final int PPP_MPLS_MULTICAST = 0x0283;
    private static final int LAST_BYTE_OF_PPP = 0x01;

    private static final Register ETHER_TYPE = R2;
    private static final Register HEADER = R3;

    private final Draft draft;
    private final Assembler code;
    private final Function<Inside, Label> packets;

    private enum Key {
        TAGGED,
        PPPOE,
        OTHER
    }

    private record WrappedKey(Inside inside) {}

    /** With what writes the code of a packet, and tells where it begins. */
    public LinkCode(Draft draft, Function<Inside, Label> packets) {
        this.draft = draft;
        this.packets = packets;
        code = draft.code();
    }

    /** From the frame's first byte on, as {@link Draft#begin} leaves it; all that is asked for lies at one of few places. */
    public void write() {
        draft.need(ETHERNET_LENGTH);
        code.load(Width.HALF, ETHER_TYPE, HEADER, TYPE_OFFSET)
                .compute(Operation.ADD, HEADER, ETHERNET_LENGTH)
                .move(Machine.OFFSET, ETHERNET_LENGTH);
        draft.takeRoom();
        jumpIfType(EtherTypes.IPV4, packets.apply(Inside.IPV4));
        jumpIfType(EtherTypes.IPV6, packets.apply(Inside.IPV6));
        code.jump(draft.block(Key.TAGGED, this::writeTags));
    }

    /** The type isn't IP's. */
    private void writeTags() {
        for (int tag = 0; tag < MAX_TAGS; tag++) {
            Label inside = code.label();
            jumpIfType(EtherTypes.VLAN, inside);
            jumpIfType(EtherTypes.SERVICE_VLAN, inside);
            jumpUnlessType(EtherTypes.OLD_SERVICE_VLAN, draft.block(Key.PPPOE, this::writePppoe));
            code.place(inside);
            draft.need(TAG_LENGTH);
            code.load(Width.HALF, ETHER_TYPE, HEADER, TAG_TYPE_OFFSET);
            step(TAG_LENGTH);
            jumpIfType(EtherTypes.IPV4, wrapped(Inside.IPV4));
            jumpIfType(EtherTypes.IPV6, wrapped(Inside.IPV6));
        }
        code.jump(draft.block(Key.PPPOE, this::writePppoe));
    }

    private void step(int length) {
        code.compute(Operation.ADD, HEADER, length).compute(Operation.ADD, Machine.OFFSET, length);
    }

    /** PPP's protocol may leave its first byte out if that is 0; the last one is odd, the first is not. */
    private void writePppoe() {
        Label compressed = code.label();
        jumpUnlessType(
                EtherTypes.PPPOE_SESSION,
                draft.station().isAlone() ? draft.block(Key.OTHER, this::writeOther) : draft.handOn());
        draft.need(PPPOE_LENGTH + PPP_LENGTH);
        code.load(Width.BYTE, R2, HEADER, PPPOE_LENGTH)
                .jumpIf(Condition.ANY_BIT, R2, LAST_BYTE_OF_PPP, compressed)
                .load(Width.HALF, R2, HEADER, PPPOE_LENGTH)
                .toBigEndian(R2, Short.SIZE);
        writePpp(PPP_LENGTH);
        code.place(compressed);
        writePpp(COMPRESSED_PPP_LENGTH);
    }

    /** No box is there: what carries no IP passes, and what may carry it in a wrapping that isn't opened here meets the fail mode. */
    private void writeOther() {
        for (int wrapping : WRAPPINGS) {
            jumpIfType(wrapping, draft.handOn());
        }
        code.toBigEndian(ETHER_TYPE, Short.SIZE).jumpIf(Condition.BELOW, ETHER_TYPE, EtherTypes.FIRST, draft.handOn());
        draft.exits().passAlone();
    }

    private void writePpp(int length) {
        step(PPPOE_LENGTH + length);
        code.jumpIf(Condition.EQUAL, R2, PPP_IPV4, wrapped(Inside.IPV4))
                .jumpIf(Condition.EQUAL, R2, PPP_IPV6, wrapped(Inside.IPV6));
        if (draft.station().isAlone()) {
            code.jumpIf(Condition.EQUAL, R2, PPP_MPLS, draft.handOn())
                    .jumpIf(Condition.EQUAL, R2, PPP_MPLS_MULTICAST, draft.handOn());
            draft.exits().passAlone();
        } else {
            code.jump(draft.handOn());
        }
    }

    private Label wrapped(Inside inside) {
        return draft.block(new WrappedKey(inside), () -> {
            draft.takeRoom();
            code.jump(packets.apply(inside));
        });
    }

    private void jumpIfType(int etherType, Label label) {
        code.jumpIf(Condition.EQUAL, ETHER_TYPE, Machine.network16(etherType), label);
    }

    private void jumpUnlessType(int etherType, Label label) {
        code.jumpIf(Condition.NOT_EQUAL, ETHER_TYPE, Machine.network16(etherType), label);
    }
}
