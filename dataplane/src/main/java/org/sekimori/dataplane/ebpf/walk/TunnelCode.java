package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;

import java.util.function.Function;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;

/**
 * Goes from a packet into the one it carries at once: 4in6, 6in4, IPIP, 6in6. What is written once for each layer isn't a
 * loop: past the end of one, the verifier would follow what a processor may do by mistake for ever.
 */
public final class TunnelCode {
    /** Most IP packets in each other that are looked at; a deeper one is handed on. */
    public static final int MAX_LAYERS = 3;

    private final Draft draft;
    private final int layer;
    private final Function<Inside, Label> packets;

    private record Key(Inside inside, int layer) {}

    /**
     * For packets with so many others around.
     *
     * @param packets writes the code of a packet in one of these, and tells where it begins
     */
    public TunnelCode(Draft draft, int layer, Function<Inside, Label> packets) {
        this.draft = draft;
        this.layer = layer;
        this.packets = packets;
    }

    /** How many packets are around. */
    public int layer() {
        return layer;
    }

    /** For one who jumps there with the packet inside at hand, and its room. */
    public Label enter(Inside inside) {
        return layer + 1 < MAX_LAYERS ? draft.block(new Key(inside, layer), () -> write(inside)) : draft.handOn();
    }

    private void write(Inside inside) {
        draft.code().moveWide(R1, 1L << Machine.DEPTH_SHIFT).compute(Operation.ADD, Machine.FRAME, R1);
        draft.settle();
        draft.code().jump(packets.apply(inside));
    }
}
