package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;
import static org.sekimori.dataplane.ebpf.Register.R6;
import static org.sekimori.dataplane.ebpf.Register.R8;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.Width;

/**
 * Tells of a frame that was just counted, as {@link SampleDescriptor} says, and counts that it did; or not, where no more is
 * granted or the ring has no room. No header is looked at any more after that, so the registers for them are free.
 */
final class SampleCode {
    /** Nobody is woken: whoever reads comes by. */
    private static final int NO_WAKEUP = 1;

    private static final Register ENTRY = R6;
    private static final Register RECORD = R8;

    private final Assembler code;
    private final Hook hook;
    private final MapReference ring;
    private final int maxSnap;

    private SampleCode(Assembler code, Hook hook, MapReference ring, int maxSnap) {
        this.code = code;
        this.hook = hook;
        this.ring = ring;
        this.maxSnap = maxSnap;
    }

    static SampleCode ofDrops(Assembler code, Hook hook) {
        return new SampleCode(code, hook, SampleDescriptor.RING, SampleDescriptor.MAX_SNAP);
    }

    static SampleCode ofMatches(Assembler code, Hook hook) {
        return new SampleCode(code, hook, SampleDescriptor.MATCHES, SampleDescriptor.MATCH_SNAP);
    }

    static SampleCode ofOrigins(Assembler code, Hook hook) {
        return new SampleCode(code, hook, SampleDescriptor.ORIGINS, SampleDescriptor.ORIGIN_SNAP);
    }

    /**
     * With the entry's address in R0: has a function tell of a match, which {@link #writeFunction} writes, where it may.
     * What is over the limit goes on without a call. Loses R0 to R5.
     */
    void writeCall(int slot, Label function, Label told) {
        writeLimit(told);
        code.move(R1, Machine.CONTEXT)
                .move(R2, R0)
                .move(R3, Machine.FRAME)
                .move(R4, slot)
                .call(function);
    }

    /** The function: it has registers and a stack of its own, and makes them what {@link #write} goes by. */
    void writeFunction() {
        Label told = code.label();
        code.move(Machine.CONTEXT, R1)
                .move(R0, R2)
                .move(Machine.FRAME, R3)
                .store(Width.WORD, Machine.STACK, Machine.LAST_SLOT_KEY, R4);
        write(told);
        code.place(told).move(R0, 0).exit();
    }

    /** With the entry's address in R0; goes on at the label, which is to be placed right behind. Loses all but R7, R9 and R10. */
    void write(Label told) {
        writeTake(told);
        writeRecord(told);
        writeOutput(told);
        code.load(Width.DOUBLE, R1, ENTRY, VerdictSlots.TOLD)
                .compute(Operation.ADD, R1, 1)
                .store(Width.DOUBLE, ENTRY, VerdictSlots.TOLD, R1);
    }

    /**
     * Takes one of the round's records, if there is one left. The entry is this processor's own. Once it has all of a round,
     * round and records are as in the grant, and one comparison tells.
     */
    private void writeTake(Label silent) {
        Label sameRound = code.label();
        writeLimit(silent);
        code.move(ENTRY, R0)
                .load(Width.WORD, R1, R3, SampleDescriptor.GRANT_ROUND)
                .load(Width.WORD, R3, R3, SampleDescriptor.GRANT_COUNT)
                .load(Width.WORD, R2, ENTRY, VerdictSlots.ROUND)
                .jumpIf32(Condition.EQUAL, R1, R2, sameRound)
                .store(Width.WORD, ENTRY, VerdictSlots.ROUND, R1)
                .store(Width.WORD, ENTRY, VerdictSlots.TAKEN, 0)
                .place(sameRound)
                .load(Width.WORD, R1, ENTRY, VerdictSlots.TAKEN)
                .jumpIf32(Condition.ABOVE_OR_EQUAL, R1, R3, silent)
                .compute32(Operation.ADD, R1, 1)
                .store(Width.WORD, ENTRY, VerdictSlots.TAKEN, R1);
    }

    /** The grant's address is in R3 then. */
    private void writeLimit(Label silent) {
        code.loadMapValue(R3, SampleDescriptor.GRANT)
                .load(Width.DOUBLE, R1, R3, 0)
                .load(Width.DOUBLE, R2, R0, VerdictSlots.ROUND)
                .jumpIf(Condition.EQUAL, R1, R2, silent);
    }

    private void writeRecord(Label silent) {
        code.store(Width.WORD, Machine.STACK, Machine.FIRST_KEY, 0)
                .move(R2, Machine.STACK)
                .compute(Operation.ADD, R2, Machine.FIRST_KEY)
                .loadMap(R1, SampleDescriptor.DRAFT)
                .call(Helper.MAP_LOOKUP_ELEM)
                .jumpIf(Condition.EQUAL, R0, 0, silent)
                .move(RECORD, R0)
                .call(Helper.KTIME_GET_NS)
                .store(Width.DOUBLE, RECORD, SampleDescriptor.TIME, R0)
                .load(Width.WORD, R1, Machine.STACK, Machine.LAST_SLOT_KEY)
                .store(Width.WORD, RECORD, SampleDescriptor.SLOT, R1)
                .move(R1, Machine.FRAME)
                .compute(Operation.SHIFT_RIGHT, R1, Machine.DEPTH_SHIFT)
                .store(Width.WORD, RECORD, SampleDescriptor.DEPTH, R1);
        if (hook == Hook.TCX) {
            code.load(Width.WORD, R2, Machine.CONTEXT, TcxDescriptor.VLAN_PROTOCOL)
                    .store(Width.WORD, RECORD, SampleDescriptor.TAG_TYPE, R2)
                    .load(Width.WORD, R2, Machine.CONTEXT, TcxDescriptor.VLAN_CONTROL)
                    .store(Width.WORD, RECORD, SampleDescriptor.TAG_CONTROL, R2);
        }
        code.move32(R3, Machine.FRAME).store(Width.WORD, RECORD, SampleDescriptor.LENGTH, R3);
        writeFrame(silent);
    }

    private void writeFrame(Label silent) {
        writeCaptured(R4);
        code.jumpIf(Condition.BELOW, R4, SampleDescriptor.MIN_SNAP, silent)
                .move(R1, Machine.CONTEXT)
                .move(R2, 0)
                .move(R3, RECORD)
                .compute(Operation.ADD, R3, SampleDescriptor.FRAME)
                .call(hook.copies())
                .jumpIf(Condition.NOT_EQUAL, R0, 0, silent);
    }

    /** How many of the frame's bytes the record has. */
    private void writeCaptured(Register bytes) {
        Label isShort = code.label();
        Machine.writeLength(code, bytes);
        code.jumpIf(Condition.BELOW_OR_EQUAL, bytes, maxSnap, isShort)
                .move(bytes, maxSnap)
                .place(isShort);
    }

    private void writeOutput(Label silent) {
        writeCaptured(R3);
        code.compute(Operation.ADD, R3, SampleDescriptor.FRAME)
                .loadMap(R1, ring)
                .move(R2, RECORD)
                .move(R4, NO_WAKEUP)
                .call(Helper.RINGBUF_OUTPUT)
                .jumpIf(Condition.NOT_EQUAL, R0, 0, silent);
    }
}
