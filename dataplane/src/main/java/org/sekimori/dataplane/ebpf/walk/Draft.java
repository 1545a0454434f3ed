package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;

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
import org.sekimori.dataplane.ebpf.Width;

/**
 * A program in the making. It is put together of blocks, each written once, and only if something goes there: the verifier
 * refuses code that nothing reaches. Every block ends in a jump or an exit.
 */
public final class Draft {
    /** Jumps reach 32,767 slots; with this many all do, whatever their place. */
    public static final int MAX_INSTRUCTIONS = 32_000;
    /** Later fragments that begin before this, in units of 8 bytes, could overwrite what was judged (RFC 1858). */
    static final int MIN_LATER_OFFSET = 8;
    /** How far into the frame headers may reach. */
    public static final int MAX_OFFSET = 1_023;

    private final Assembler code;
    private final Station station;
    private final Hook hook;
    private final ExitCode exits;
    private final int start;
    private final Map<Object, Label> blocks = new HashMap<>();
    private final Queue<Block> pending = new ArrayDeque<>();

    private record Block(Label label, Runnable body) {}

    private enum Key {
        MALFORMED
    }

    /** For that place. */
    public Draft(Station station) {
        this.station = station;
        code = new Assembler();
        hook = station.hook();
        exits = new ExitCode(code, station);
        start = 0;
    }

    private Draft(Draft guarded, AloneFates fates) {
        station = guarded.station.alone();
        code = guarded.code;
        hook = guarded.hook;
        exits = guarded.exits.alone(fates);
        start = code.length();
    }

    /** The walk that follows a finished one, which goes over to it where no box is there; nothing is handed on from it. */
    public Draft alone(AloneFates fates) {
        return new Draft(this, fates);
    }

    /** A program for that place that hands every frame on. */
    public static EbpfProgram handingOn(Station station) {
        Draft draft = new Draft(station.unguarded());
        draft.begin();
        draft.finish();
        return draft.assemble();
    }

    /** A program for that place that drops every frame of 14 bytes and more, and counts it at entry 0. */
    public static EbpfProgram dropping(Station station) {
        Draft draft = new Draft(station.unguarded());
        draft.begin();
        draft.need(SampleDescriptor.MIN_SNAP);
        draft.exits.drop(0);
        draft.finish();
        return draft.assemble();
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

    /** The frame goes on to user space, which knows better; if nobody is there, its fate is the fail mode's. */
    public Label handOn() {
        return exits.handOn();
    }

    /** The packet is malformed: the frame goes on to user space, which counts why; if nobody is there, it meets its fate here. */
    public Label malformed() {
        return station.isAlone() ? block(Key.MALFORMED, exits::writeMalformed) : exits.handOn();
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

    /** Takes the context over, and the frame's length; R3 is the frame's first byte, R4 where what lies there ends. */
    public void begin() {
        exits.begin();
        hook.writeLength(code, Machine.FRAME);
        code.load(Width.WORD, R3, Machine.CONTEXT, hook.data()).load(Width.WORD, R4, Machine.CONTEXT, hook.dataEnd());
    }

    /** Hands the frame on unless that many bytes are there from R3 on. Loses R1. */
    void need(int bytes) {
        code.move(R1, R3).compute(Operation.ADD, R1, bytes).jumpIf(Condition.ABOVE, R1, R4, handOn());
    }

    /**
     * Forgets how the header at hand came to where it is, and how much room there was before what was stepped over, so that
     * the verifier needn't tell the ways apart. Hands the frame on where the header begins too far in it.
     */
    void settle() {
        forget(Machine.ROOM);
        forget(Machine.OFFSET);
        code.jumpIf(Condition.ABOVE, Machine.OFFSET, MAX_OFFSET, handOn());
    }

    /** The verifier forgets what it knows of a number of 32 bits. */
    public void forget(Register number) {
        code.store(Width.WORD, Machine.STACK, Machine.FORGOTTEN, number)
                .load(Width.WORD, number, Machine.STACK, Machine.FORGOTTEN);
    }

    /** All from the header at hand to the frame's end is room. */
    void takeRoom() {
        Machine.writeLength(code, Machine.ROOM);
        code.compute(Operation.SUBTRACT, Machine.ROOM, Machine.OFFSET);
    }

    /** A packet that tells no length is the box's to judge; where none is there, it ends where the room does. */
    void readLength(Register length, int none) {
        if (!station.isAlone()) {
            code.jumpIf(Condition.EQUAL, length, none, handOn());
            return;
        }
        Label told = code.label();
        code.jumpIf(Condition.NOT_EQUAL, length, none, told)
                .move(length, Machine.ROOM)
                .place(told);
    }

    /**
     * A packet of that length fits the room, else it is malformed. Without a box, a packet in others ends where the room does:
     * one around it may be a first fragment, whose packet goes on in frames to come.
     */
    void holdInRoom(Register length, int layer) {
        if (!station.isAlone() || layer == 0) {
            code.jumpIf(Condition.ABOVE, length, Machine.ROOM, malformed());
            return;
        }
        Label fits = code.label();
        code.jumpIf(Condition.BELOW_OR_EQUAL, length, Machine.ROOM, fits)
                .move(length, Machine.ROOM)
                .place(fits);
    }

    /** Copies so many bytes, from the header at hand on, to the stack; R0 is 0 if they are there. Loses R1 to R5. */
    void copy(int to, int bytes) {
        code.move(R2, Machine.OFFSET);
        copyFrom(to, bytes);
    }

    /** Copies so many bytes from the frame's first one on, which are there, to have the verifier know that the stack is written. */
    public void fill(int to, int bytes) {
        code.move(R2, 0);
        copyFrom(to, bytes);
    }

    /** Copies so many bytes from the offset in R2 on, likewise. */
    void copyFrom(int to, int bytes) {
        code.move(R4, bytes);
        callCopy(to);
    }

    /** R2 is the offset, R4 the length. */
    private void callCopy(int to) {
        code.move(R1, Machine.CONTEXT)
                .move(R3, Machine.STACK)
                .compute(Operation.ADD, R3, to)
                .call(hook.copies());
    }

    /** Fills the transport window, which was filled before, with what there is at the header at hand. Loses R0 to R5. */
    void copyTransport() {
        Label all = code.label();
        Label none = code.label();
        Machine.writeLength(code, R4);
        code.jumpIf(Condition.BELOW_OR_EQUAL, R4, Machine.OFFSET, none)
                .compute(Operation.SUBTRACT, R4, Machine.OFFSET)
                .jumpIf(Condition.BELOW_OR_EQUAL, R4, Machine.TRANSPORT_BYTES, all)
                .move(R4, Machine.TRANSPORT_BYTES)
                .place(all)
                .jumpIf(Condition.BELOW, R4, 1, none)
                .move(R2, Machine.OFFSET);
        callCopy(Machine.TRANSPORT);
        code.jumpIf(Condition.NOT_EQUAL, R0, 0, handOn()).place(none);
    }

    /**
     * Writes all blocks that were asked for, and the exits.
     *
     * @throws ProgramTooLargeException where this walk is longer than {@link #MAX_INSTRUCTIONS}
     */
    public void finish() {
        while (!pending.isEmpty()) {
            Block block = pending.remove();
            code.place(block.label);
            block.body.run();
            if (code.length() - start > MAX_INSTRUCTIONS) {
                throw new ProgramTooLargeException(
                        "its program would be longer than " + MAX_INSTRUCTIONS + " instructions");
            }
        }
        exits.finish();
    }

    /** The program: what was written to this draft, and to the one that follows it. */
    public EbpfProgram assemble() {
        exits.finishFunctions();
        return code.assemble();
    }
}
