package org.sekimori.dataplane.ebpf;

/** How much a load or store moves; the codes are {@code BPF_B} … {@code BPF_DW} of {@code linux/bpf_common.h}. */
public enum Width {
    BYTE(0x10, 1),
    HALF(0x08, 2),
    WORD(0x00, 4),
    DOUBLE(0x18, 8);

    private final int code;
    private final int bytes;

    Width(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Its bits in an instruction's code. */
    public int code() {
        return code;
    }

    /** Its length. */
    public int bytes() {
        return bytes;
    }
}
