package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R6;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;

/**
 * Asks who decides, as {@link GuardDescriptor} has it. A program that finds the box's beat too old is from then on alone, as
 * are all programs that share the guard, until a box says otherwise.
 */
final class GuardCode {
    private final Assembler code;
    private final Label boxFirst;
    private final Label stale;
    private final Label alone;

    GuardCode(Assembler code) {
        this.code = code;
        boxFirst = code.label();
        stale = code.label();
        alone = code.label();
    }

    /** Where the walk begins that hands nothing on. */
    Label alone() {
        return alone;
    }

    /** Falls through where the program decides what it can; loses R2 and R6. */
    void writeMode() {
        code.loadMapValue(R6, GuardDescriptor.MAP)
                .load(Width.WORD, R2, R6, GuardDescriptor.MODE_OFFSET)
                .jumpIf(Condition.EQUAL, R2, GuardDescriptor.ALONE, alone)
                .jumpIf(Condition.NOT_EQUAL, R2, GuardDescriptor.KERNEL_FIRST, boxFirst);
    }

    /** What becomes of frames that the box wants all of: they are handed on, or its sockets have them already. */
    void writeBoxFirst(Label handOn, int tapped) {
        code.place(boxFirst).jumpIf(Condition.NOT_EQUAL, R2, GuardDescriptor.TAP, handOn);
        writeBeat();
        code.move(R0, tapped).exit();
    }

    /** Falls through where the box is there; loses R0 to R6. */
    void writeBeat() {
        code.loadMapValue(R6, GuardDescriptor.MAP)
                .call(Helper.KTIME_GET_COARSE_NS)
                .load(Width.DOUBLE, R2, R6, GuardDescriptor.BEAT_OFFSET)
                .load(Width.DOUBLE, R3, R6, GuardDescriptor.LIMIT_OFFSET)
                .compute(Operation.ADD, R2, R3)
                .jumpIf(Condition.ABOVE, R0, R2, stale);
    }

    /** The box is gone, and this frame the first to find it so. */
    void writeStale() {
        code.place(stale)
                .store(Width.DOUBLE, R6, GuardDescriptor.TRIPPED_OFFSET, R0)
                .store(Width.WORD, R6, GuardDescriptor.MODE_OFFSET, GuardDescriptor.ALONE)
                .jump(alone);
    }
}
