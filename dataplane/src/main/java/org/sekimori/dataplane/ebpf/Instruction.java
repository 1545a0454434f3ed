package org.sekimori.dataplane.ebpf;

/**
 * One instruction ({@code struct bpf_insn}) in the layout of little-endian machines.
 *
 * <pre>
 *  63            32 31     16 15    12 11         8 7    0
 * |    immediate   | offset  | source | destination | code |
 * </pre>
 */
record Instruction(int code, int destination, int source, int offset, int immediate) {
    private static final int DESTINATION_SHIFT = 8;
    private static final int SOURCE_SHIFT = 12;
    private static final int OFFSET_SHIFT = 16;
    private static final int IMMEDIATE_SHIFT = 32;
    private static final int CODE_MASK = 0xff;
    private static final int REGISTER_MASK = 0xf;
    private static final int OFFSET_MASK = 0xffff;

    Instruction {
        if (offset != (short) offset) {
            throw new IllegalArgumentException("Offset " + offset + " is not of 16 bits");
        }
    }

    static Instruction decode(long word) {
        return new Instruction(
                (int) word & CODE_MASK,
                (int) (word >>> DESTINATION_SHIFT) & REGISTER_MASK,
                (int) (word >>> SOURCE_SHIFT) & REGISTER_MASK,
                (short) (word >>> OFFSET_SHIFT),
                (int) (word >>> IMMEDIATE_SHIFT));
    }

    long encode() {
        return code
                | (long) destination << DESTINATION_SHIFT
                | (long) source << SOURCE_SHIFT
                | (long) (offset & OFFSET_MASK) << OFFSET_SHIFT
                | (long) immediate << IMMEDIATE_SHIFT;
    }

    /** The same with another offset: of a jump whose label is placed. */
    Instruction withOffset(int newOffset) {
        return new Instruction(code, destination, source, newOffset, immediate);
    }

    /** The same with another immediate: of a map that is there. */
    Instruction withImmediate(int newImmediate) {
        return new Instruction(code, destination, source, offset, newImmediate);
    }
}
