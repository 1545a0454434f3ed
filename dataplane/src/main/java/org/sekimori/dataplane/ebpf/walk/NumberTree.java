package org.sekimori.dataplane.ebpf.walk;

import java.util.ArrayList;
import java.util.List;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Register;

/** Goes on by a number of up to 32 bits, without sign: a balanced tree of comparisons over ranges that cover all numbers. */
public final class NumberTree {
    private final Assembler code;
    private final Register number;
    private final List<Range> ranges;

    /**
     * A range, up to the next one.
     *
     * @param first its first number
     */
    public record Range(int first, Label target) {}

    private NumberTree(Assembler code, Register number, List<Range> ranges) {
        this.code = code;
        this.number = number;
        this.ranges = ranges;
    }

    /**
     * Writes the tree.
     *
     * @param ranges in ascending order, from 0 on
     */
    public static void write(Assembler code, Register number, List<Range> ranges) {
        NumberTree tree = new NumberTree(code, number, merged(ranges));
        tree.write(0, tree.ranges.size() - 1);
    }

    private static List<Range> merged(List<Range> ranges) {
        List<Range> merged = new ArrayList<>();
        for (Range range : ranges) {
            if (merged.isEmpty() || merged.get(merged.size() - 1).target() != range.target()) {
                merged.add(range);
            }
        }
        return merged;
    }

    private void write(int low, int high) {
        if (low == high) {
            code.jump(ranges.get(low).target());
        } else if (isOneNumberAmongOthers(low, high)) {
            Range one = ranges.get(low + 1);
            code.jumpIf32(Condition.EQUAL, number, one.first(), one.target())
                    .jump(ranges.get(low).target());
        } else {
            split(low, high);
        }
    }

    private boolean isOneNumberAmongOthers(int low, int high) {
        return high - low == 2
                && ranges.get(low).target() == ranges.get(high).target()
                && ranges.get(low + 1).first() + 1 == ranges.get(high).first();
    }

    private void split(int low, int high) {
        int middle = (low + high + 1) >>> 1;
        Range range = ranges.get(middle);
        boolean isLeaf = middle == high;
        Label upper = isLeaf ? range.target() : code.label();
        code.jumpIf32(Condition.ABOVE_OR_EQUAL, number, range.first(), upper);
        write(low, middle - 1);
        if (!isLeaf) {
            code.place(upper);
            write(middle, high);
        }
    }
}
