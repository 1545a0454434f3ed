package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;

import java.util.function.Function;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;

/** Goes from a packet into the one it carries at once: 4in6, 6in4, IPIP, 6in6. */
public final class TunnelCode {
    /** Most IP packets in each other that are looked at; a deeper one is handed on. */
    public static final int MAX_LAYERS = 3;

    private final Draft draft;
    private final Function<Inside, Label> packets;

    private record Key(Inside inside) {}

    /** With what writes the code of a packet, and tells where it begins. */
    public TunnelCode(Draft draft, Function<Inside, Label> packets) {
        this.draft = draft;
        this.packets = packets;
    }

    /** For one who jumps there with the cursor at the packet inside, and its room. */
    public Label enter(Inside inside) {
        return draft.block(new Key(inside), () -> write(inside));
    }

    private void write(Inside inside) {
        draft.code()
                .load(Width.DOUBLE, R1, Machine.STACK, Machine.DEPTH)
                .compute(Operation.ADD, R1, 1)
                .jumpIf(Condition.ABOVE_OR_EQUAL, R1, MAX_LAYERS, draft.handOn())
                .store(Width.DOUBLE, Machine.STACK, Machine.DEPTH, R1);
        draft.settleCursor();
        draft.settleRoom();
        draft.code().jump(packets.apply(inside));
    }
}
