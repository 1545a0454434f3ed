package org.sekimori.dataplane.ebpf;

/**
 * What is computed from two values into the first; the codes are {@code BPF_ADD} … {@code BPF_ARSH} of
 * {@code linux/bpf.h}. Division is unsigned, and by a register that holds 0 gives 0; shifts use the low 6 bits (5 of
 * 32) of a register, and the verifier refuses constants that are out of range.
 */
public enum Operation {
    ADD(0x00, "+="),
    SUBTRACT(0x10, "-="),
    MULTIPLY(0x20, "*="),
    DIVIDE(0x30, "/="),
    OR(0x40, "|="),
    AND(0x50, "&="),
    SHIFT_LEFT(0x60, "<<="),
    /** Zeros come in from the left. */
    SHIFT_RIGHT(0x70, ">>="),
    XOR(0xa0, "^="),
    /** The sign comes in from the left. */
    ARITHMETIC_SHIFT_RIGHT(0xc0, "s>>=");

    private final int code;
    private final String sign;

    Operation(int code, String sign) {
        this.code = code;
        this.sign = sign;
    }

    /** Its bits in an instruction's code. */
    public int code() {
        return code;
    }

    String sign() {
        return sign;
    }
}
