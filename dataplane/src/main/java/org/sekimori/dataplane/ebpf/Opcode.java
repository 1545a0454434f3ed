package org.sekimori.dataplane.ebpf;

/**
 * The bits of an instruction's code ({@code linux/bpf_common.h}, {@code linux/bpf.h}; RFC 9669).
 *
 * <pre>
 *  arithmetic and jumps    | operation 7..4 | source 3 | class 2..0 |
 *  loads and stores        | mode 7..5 | width 4..3    | class 2..0 |
 * </pre>
 */
final class Opcode {
    static final int CLASS = 0x07;
    static final int CLASS_LOAD_IMMEDIATE = 0x00;
    static final int CLASS_LOAD = 0x01;
    static final int CLASS_STORE_IMMEDIATE = 0x02;
    static final int CLASS_STORE = 0x03;
    static final int CLASS_ALU32 = 0x04;
    static final int CLASS_JUMP = 0x05;
    static final int CLASS_JUMP32 = 0x06;
    static final int CLASS_ALU64 = 0x07;

    static final int OPERATION = 0xf0;
    static final int NEGATE = 0x80;
    static final int MOVE = 0xb0;
    static final int BYTE_ORDER = 0xd0;

    static final int ALWAYS = 0x00;
    static final int CALL = 0x80;
    static final int EXIT = 0x90;

    /** The second value is the immediate; in a change of byte order, to little-endian. */
    static final int IMMEDIATE = 0x00;
    /** The second value is a register; in a change of byte order, to big-endian. */
    static final int REGISTER = 0x08;

    static final int MODE = 0xe0;
    static final int MODE_MEMORY = 0x60;
    static final int MODE_ATOMIC = 0xc0;
    static final int WIDTH = 0x18;

    /** {@code BPF_LD | BPF_DW | BPF_IMM}: the only instruction of two slots. */
    static final int LOAD_WIDE = 0x18;
    /** In the second slot of {@link #LOAD_WIDE}. */
    static final int SECOND_SLOT = 0;
    /** In the source register of {@link #LOAD_WIDE}: the immediate is a map's descriptor ({@code BPF_PSEUDO_MAP_FD}). */
    static final int PSEUDO_MAP = 1;
    /** The same, for the address of its value, plus the second slot's immediate ({@code BPF_PSEUDO_MAP_VALUE}). */
    static final int PSEUDO_MAP_VALUE = 2;
    /** Source of a call of the program's own code, whose distance is the immediate. */
    static final int PSEUDO_CALL = 1;
    /** In the immediate of an atomic store ({@code BPF_ADD}). */
    static final int ATOMIC_ADD = 0;

    private Opcode() {}
}
