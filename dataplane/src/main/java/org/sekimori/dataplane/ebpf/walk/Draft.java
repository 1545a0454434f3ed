package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.Width;

/**
 * A program in the making. It is put together of blocks, each written once, and only if something goes there: the verifier
 * refuses code that nothing reaches. Every block ends in a jump or an exit.
 */
public final class Draft {
    /** Jumps reach 32,767 slots; with this many all do, whatever their place. */
    public static final int MAX_INSTRUCTIONS = 30_000;
    /** How far into the frame headers may reach. */
    public static final int MAX_OFFSET = 1_023;

    private final Assembler code = new Assembler();
    private final Station station;
    private final Hook hook;
    private final ExitCode exits;
    private final Map<Object, Label> blocks = new HashMap<>();
    private final Queue<Block> pending = new ArrayDeque<>();

    private record Block(Label label, Runnable body) {}

    /** For that place. */
    public Draft(Station station) {
        this.station = station;
        hook = station.hook();
        exits = new ExitCode(code, station);
    }

    /** A program for that place that hands every frame on. */
    public static EbpfProgram handingOn(Station station) {
        Draft draft = new Draft(station);
        draft.begin();
        return draft.finish();
    }

    /** A program for that place that drops every frame of 14 bytes and more, and counts it at entry 0. */
    public static EbpfProgram dropping(Station station) {
        Draft draft = new Draft(station);
        draft.begin();
        draft.need(Machine.CURSOR, SampleDescriptor.MIN_SNAP);
        draft.exits.drop(0);
        return draft.finish();
    }

    /** To write with. */
    public Assembler code() {
        return code;
    }

    /** Where the program stands. */
    public Station station() {
        return station;
    }

    /** How frames leave the program. */
    public ExitCode exits() {
        return exits;
    }

    /** The frame goes on to user space, which knows better. */
    public Label handOn() {
        return exits.handOn();
    }

    /** Where a block begins; the first to ask for that key has it written. Only for one who jumps there. */
    public Label block(Object key, Runnable body) {
        Label label = blocks.get(key);
        if (label == null) {
            label = code.label();
            blocks.put(key, label);
            pending.add(new Block(label, body));
        }
        return label;
    }

    /** Takes the context over; cursor and end are the frame's, the room is all of it. */
    public void begin() {
        exits.begin();
        code.store(Width.DOUBLE, Machine.STACK, Machine.CONTEXT, R1)
                .store(Width.DOUBLE, Machine.STACK, Machine.DEPTH, 0)
                .store(Width.WORD, Machine.STACK, Machine.PASSED_AROUND, Machine.NONE_AROUND)
                .load(Width.WORD, Machine.DATA_END, R1, hook.dataEnd())
                .load(Width.WORD, Machine.CURSOR, R1, hook.data());
    }

    /** Hands the frame on unless that many bytes are there from an address on. Loses R1. */
    public void need(Register address, int bytes) {
        code.move(R1, address)
                .compute(Operation.ADD, R1, bytes)
                .jumpIf(Condition.ABOVE, R1, Machine.DATA_END, handOn());
    }

    /** Forgets how the cursor came to where it is, so that the verifier needn't tell the ways apart. Loses R1 and R2. */
    void settleCursor() {
        code.load(Width.DOUBLE, R1, Machine.STACK, Machine.CONTEXT)
                .load(Width.WORD, R1, R1, hook.data())
                .move(R2, Machine.CURSOR)
                .compute(Operation.SUBTRACT, R2, R1)
                .jumpIf(Condition.ABOVE, R2, MAX_OFFSET, handOn())
                .compute(Operation.ADD, R1, R2)
                .move(Machine.CURSOR, R1);
    }

    /** Forgets how much room there was before what was stepped over, likewise. */
    void settleRoom() {
        code.store(Width.WORD, Machine.STACK, Machine.FORGOTTEN, Machine.ROOM)
                .load(Width.WORD, Machine.ROOM, Machine.STACK, Machine.FORGOTTEN);
    }

    /** All from the cursor to the frame's end is room. May lose R1 and R3. */
    void takeRoom() {
        if (hook.isInPieces()) {
            code.load(Width.DOUBLE, R1, Machine.STACK, Machine.CONTEXT)
                    .load(Width.WORD, Machine.ROOM, R1, TcxDescriptor.LENGTH)
                    .load(Width.WORD, R1, R1, hook.data())
                    .move(R3, Machine.CURSOR)
                    .compute(Operation.SUBTRACT, R3, R1)
                    .compute(Operation.SUBTRACT, Machine.ROOM, R3);
        } else {
            code.move(Machine.ROOM, Machine.DATA_END).compute(Operation.SUBTRACT, Machine.ROOM, Machine.CURSOR);
        }
    }

    /**
     * The program, with all blocks that were asked for.
     *
     * @throws ProgramTooLargeException where it is longer than {@link #MAX_INSTRUCTIONS}
     */
    public EbpfProgram finish() {
        while (!pending.isEmpty()) {
            Block block = pending.remove();
            code.place(block.label);
            block.body.run();
            if (code.length() > MAX_INSTRUCTIONS) {
                throw new ProgramTooLargeException(
                        "its program would be longer than " + MAX_INSTRUCTIONS + " instructions");
            }
        }
        exits.finish();
        return code.assemble();
    }
}
