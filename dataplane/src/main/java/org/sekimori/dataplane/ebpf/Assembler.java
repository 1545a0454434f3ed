package org.sekimori.dataplane.ebpf;

/**
 * Writes one program, instruction by instruction. Where a method's name has no number, it works on all 64 bits and an
 * {@code int} is sign-extended; where it ends in 32, on the lower half, and the upper half of the result is zero. What the
 * verifier refuses (unreachable code, reads past checked bounds, …) is not checked here. Not for more than one thread.
 */
public final class Assembler {
    private static final int BITS_16 = 16;
    private static final int BITS_32 = 32;
    private static final int BITS_64 = 64;

    private final Code code = new Code();

    /** {@code to = from}. */
    public Assembler move(Register to, Register from) {
        return add(Opcode.CLASS_ALU64 | Opcode.MOVE | Opcode.REGISTER, to.code(), from.code(), 0, 0);
    }

    /** {@code to = immediate}, sign-extended. */
    public Assembler move(Register to, int immediate) {
        return add(Opcode.CLASS_ALU64 | Opcode.MOVE | Opcode.IMMEDIATE, to.code(), 0, 0, immediate);
    }

    /** {@code to = immediate}, all 64 bits, in two slots. */
    public Assembler moveWide(Register to, long immediate) {
        add(Opcode.LOAD_WIDE, to.code(), 0, 0, (int) immediate);
        return add(Opcode.SECOND_SLOT, 0, 0, 0, (int) (immediate >>> Integer.SIZE));
    }

    /** {@code to = lower half of from}. */
    public Assembler move32(Register to, Register from) {
        return add(Opcode.CLASS_ALU32 | Opcode.MOVE | Opcode.REGISTER, to.code(), from.code(), 0, 0);
    }

    /** {@code to = immediate}, zero-extended. */
    public Assembler move32(Register to, int immediate) {
        return add(Opcode.CLASS_ALU32 | Opcode.MOVE | Opcode.IMMEDIATE, to.code(), 0, 0, immediate);
    }

    /** {@code to = to operation from}. */
    public Assembler compute(Operation operation, Register to, Register from) {
        return add(Opcode.CLASS_ALU64 | operation.code() | Opcode.REGISTER, to.code(), from.code(), 0, 0);
    }

    /** {@code to = to operation immediate}. */
    public Assembler compute(Operation operation, Register to, int immediate) {
        return add(Opcode.CLASS_ALU64 | operation.code() | Opcode.IMMEDIATE, to.code(), 0, 0, immediate);
    }

    /** {@code to = to operation from} on the lower halves. */
    public Assembler compute32(Operation operation, Register to, Register from) {
        return add(Opcode.CLASS_ALU32 | operation.code() | Opcode.REGISTER, to.code(), from.code(), 0, 0);
    }

    /** {@code to = to operation immediate} on the lower half. */
    public Assembler compute32(Operation operation, Register to, int immediate) {
        return add(Opcode.CLASS_ALU32 | operation.code() | Opcode.IMMEDIATE, to.code(), 0, 0, immediate);
    }

    /** {@code register = -register}. */
    public Assembler negate(Register register) {
        return add(Opcode.CLASS_ALU64 | Opcode.NEGATE, register.code(), 0, 0, 0);
    }

    /**
     * Turns the lower bits between the machine's order and network order, and clears the rest.
     *
     * @param bits 16, 32 or 64
     * @throws IllegalArgumentException for any other number of bits
     */
    public Assembler toBigEndian(Register register, int bits) {
        if (bits != BITS_16 && bits != BITS_32 && bits != BITS_64) {
            throw new IllegalArgumentException("Byte order of " + bits + " bits, must be 16, 32 or 64");
        }
        return add(Opcode.CLASS_ALU32 | Opcode.BYTE_ORDER | Opcode.REGISTER, register.code(), 0, 0, bits);
    }

    /**
     * {@code to = *(base + offset)}, zero-extended.
     *
     * @throws IllegalArgumentException where the offset is not of 16 bits, here and in the stores
     */
    public Assembler load(Width width, Register to, Register base, int offset) {
        return memory(Opcode.CLASS_LOAD | Opcode.MODE_MEMORY, width, to.code(), base.code(), offset, 0);
    }

    /** {@code *(base + offset) = lower bits of from}. */
    public Assembler store(Width width, Register base, int offset, Register from) {
        return memory(Opcode.CLASS_STORE | Opcode.MODE_MEMORY, width, base.code(), from.code(), offset, 0);
    }

    /** {@code *(base + offset) = immediate}, sign-extended or cut. */
    public Assembler store(Width width, Register base, int offset, int immediate) {
        return memory(Opcode.CLASS_STORE_IMMEDIATE | Opcode.MODE_MEMORY, width, base.code(), 0, offset, immediate);
    }

    /**
     * {@code *(base + offset) += from}, whoever else does so at the same time.
     *
     * @param width {@link Width#WORD} or {@link Width#DOUBLE}
     * @throws IllegalArgumentException for any other width
     */
    public Assembler addAtomically(Width width, Register base, int offset, Register from) {
        if (width != Width.WORD && width != Width.DOUBLE) {
            throw new IllegalArgumentException("Atomic addition of a " + width + ", must be a WORD or a DOUBLE");
        }
        int opcode = Opcode.CLASS_STORE | Opcode.MODE_ATOMIC;
        return memory(opcode, width, base.code(), from.code(), offset, Opcode.ATOMIC_ADD);
    }

    /** A new label, to be placed before or after the jumps that name it. */
    public Label label() {
        return new Label(this);
    }

    /**
     * Places a label before the next instruction.
     *
     * @throws IllegalStateException where it is placed already, or another assembler's
     */
    public Assembler place(Label label) {
        label.requireOwner(this).placeAt(code.length());
        return this;
    }

    /** Goes on at the label. */
    public Assembler jump(Label label) {
        return jump(Opcode.CLASS_JUMP | Opcode.ALWAYS, 0, 0, 0, label);
    }

    /** Goes on at the label if the condition holds between the registers. */
    public Assembler jumpIf(Condition condition, Register left, Register right, Label label) {
        int opcode = Opcode.CLASS_JUMP | condition.code() | Opcode.REGISTER;
        return jump(opcode, left.code(), right.code(), 0, label);
    }

    /** Goes on at the label if the condition holds between the register and the sign-extended immediate. */
    public Assembler jumpIf(Condition condition, Register left, int right, Label label) {
        return jump(Opcode.CLASS_JUMP | condition.code() | Opcode.IMMEDIATE, left.code(), 0, right, label);
    }

    /** Goes on at the label if the condition holds between the registers' lower halves. */
    public Assembler jumpIf32(Condition condition, Register left, Register right, Label label) {
        int opcode = Opcode.CLASS_JUMP32 | condition.code() | Opcode.REGISTER;
        return jump(opcode, left.code(), right.code(), 0, label);
    }

    /** Goes on at the label if the condition holds between the register's lower half and the immediate. */
    public Assembler jumpIf32(Condition condition, Register left, int right, Label label) {
        return jump(Opcode.CLASS_JUMP32 | condition.code() | Opcode.IMMEDIATE, left.code(), 0, right, label);
    }

    /** {@code R0 = helper(R1, …, R5)}; R1 to R5 are lost. */
    public Assembler call(Helper helper) {
        return add(Opcode.CLASS_JUMP | Opcode.CALL, 0, 0, 0, helper.code());
    }

    /**
     * {@code R0 = function(R1, …, R5)}; R1 to R5 are lost. The function begins at that label, behind all code that doesn't
     * belong to it, has a stack of its own, and ends in {@link #exit}.
     */
    public Assembler call(Label function) {
        return jump(Opcode.CLASS_JUMP | Opcode.CALL, 0, Opcode.PSEUDO_CALL, 0, function);
    }

    /** {@code to = map}, for a helper that takes one; in two slots. */
    public Assembler loadMap(Register to, MapReference map) {
        code.addMap(new Instruction(Opcode.LOAD_WIDE, to.code(), Opcode.PSEUDO_MAP, 0, 0), map);
        return add(Opcode.SECOND_SLOT, 0, 0, 0, 0);
    }

    /** {@code to = address of the map's value}, for an array of one entry: a look-up that can't fail; in two slots. */
    public Assembler loadMapValue(Register to, MapReference map) {
        code.addMap(new Instruction(Opcode.LOAD_WIDE, to.code(), Opcode.PSEUDO_MAP_VALUE, 0, 0), map);
        return add(Opcode.SECOND_SLOT, 0, 0, 0, 0);
    }

    /** Ends the program, which returns R0. */
    public Assembler exit() {
        return add(Opcode.CLASS_JUMP | Opcode.EXIT, 0, 0, 0, 0);
    }

    /** How many slots are written so far. */
    public int length() {
        return code.length();
    }

    /**
     * The program as written so far.
     *
     * @throws IllegalStateException where a label that a jump names is not placed, or is too far from it (32,767 slots)
     */
    public EbpfProgram assemble() {
        return code.finish();
    }

    private Assembler jump(int opcode, int destination, int source, int immediate, Label label) {
        code.addJump(new Instruction(opcode, destination, source, 0, immediate), label.requireOwner(this));
        return this;
    }

    private Assembler memory(int opcode, Width width, int destination, int source, int offset, int immediate) {
        return add(opcode | width.code(), destination, source, offset, immediate);
    }

    private Assembler add(int opcode, int destination, int source, int offset, int immediate) {
        code.add(new Instruction(opcode, destination, source, offset, immediate));
        return this;
    }
}
