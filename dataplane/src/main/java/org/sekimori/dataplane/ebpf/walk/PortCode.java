package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.policy.PortRange;

/** Asks whether a port of the transport header at hand is one of some. */
public final class PortCode {
    /** Where a transport header has the source port. */
    public static final int SOURCE_OFFSET = 0;
    /** Where it has the destination port. */
    public static final int DESTINATION_OFFSET = 2;

    private static final List<PortRange> ALL = List.of(new PortRange(0, PortRange.MAX_PORT));

    private final Assembler code;

    /** For that program. */
    public PortCode(Assembler code) {
        this.code = code;
    }

    /** Whether these are all ports there are. */
    public static boolean isAll(List<PortRange> ports) {
        return ports.equals(ALL);
    }

    /**
     * Goes to one of the labels; loses R1.
     *
     * @param offset of the port in the header, whose beginning is checked
     * @param ports in order, with gaps between
     */
    public void write(int offset, List<PortRange> ports, Label inside, Label outside) {
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
        load(offset);
        NumberTree.write(code, R1, ranges);
    }

    /** Goes to the label of the port, or to the other one; loses R1. */
    public void write(int offset, Map<Integer, Label> byPort, Label otherwise) {
        List<NumberTree.Range> ranges = new ArrayList<>();
        ranges.add(new NumberTree.Range(0, otherwise));
        new TreeMap<>(byPort).forEach((port, label) -> {
            ranges.add(new NumberTree.Range(port, label));
            ranges.add(new NumberTree.Range(port + 1, otherwise));
        });
        load(offset);
        NumberTree.write(code, R1, ranges);
    }

    private void load(int offset) {
        code.load(Width.HALF, R1, Machine.STACK, Machine.TRANSPORT + offset).toBigEndian(R1, Short.SIZE);
    }
}
