package org.sekimori.dataplane.ebpf.policy;

import static org.sekimori.dataplane.ebpf.Register.R1;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.walk.Machine;
import org.sekimori.dataplane.ebpf.walk.NumberTree;
import org.sekimori.policy.PortRange;

/** Asks whether a port of the transport header at hand is one of some. */
final class PortCode {
    static final int SOURCE_OFFSET = 0;
    static final int DESTINATION_OFFSET = 2;

    private static final List<PortRange> ALL = List.of(new PortRange(0, PortRange.MAX_PORT));

    private final Assembler code;

    PortCode(Assembler code) {
        this.code = code;
    }

    static boolean isAll(List<PortRange> ports) {
        return ports.equals(ALL);
    }

    /**
     * Goes to one of the labels; loses R1.
     *
     * @param offset of the port in the header, whose beginning is checked
     * @param ports in order, with gaps between
     */
    void write(int offset, List<PortRange> ports, Label inside, Label outside) {
        List<NumberTree.Range> ranges = new ArrayList<>();
        if (ports.isEmpty() || ports.get(0).first() > 0) {
            ranges.add(new NumberTree.Range(0, outside));
        }
        for (PortRange range : ports) {
            ranges.add(new NumberTree.Range(range.first(), inside));
            if (range.last() < PortRange.MAX_PORT) {
                ranges.add(new NumberTree.Range(range.last() + 1, outside));
            }
        }
        code.load(Width.HALF, R1, Machine.CURSOR, offset).toBigEndian(R1, Short.SIZE);
        NumberTree.write(code, R1, ranges);
    }
}
