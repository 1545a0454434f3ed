package org.sekimori.dataplane.ebpf;

/** When a jump is taken; the codes are {@code BPF_JEQ} … {@code BPF_JSLE} of {@code linux/bpf.h}. */
public enum Condition {
    EQUAL(0x10, "=="),
    NOT_EQUAL(0x50, "!="),
    /** Unsigned. */
    ABOVE(0x20, ">"),
    /** Unsigned. */
    ABOVE_OR_EQUAL(0x30, ">="),
    /** Unsigned. */
    BELOW(0xa0, "<"),
    /** Unsigned. */
    BELOW_OR_EQUAL(0xb0, "<="),
    /** Both have at least one bit in common. */
    ANY_BIT(0x40, "&"),
    /** Signed. */
    GREATER(0x60, "s>"),
    /** Signed. */
    GREATER_OR_EQUAL(0x70, "s>="),
    /** Signed. */
    LESS(0xc0, "s<"),
    /** Signed. */
    LESS_OR_EQUAL(0xd0, "s<=");

    private final int code;
    private final String sign;

    Condition(int code, String sign) {
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
