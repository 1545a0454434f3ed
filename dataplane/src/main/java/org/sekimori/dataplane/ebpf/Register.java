package org.sekimori.dataplane.ebpf;

/**
 * A register of the eBPF machine. R0 is what a helper and the program return, R1 to R5 are arguments and lost in a call,
 * R6 to R9 survive it, R10 is the (read-only) top of the 512-byte stack. R1 holds the context when a program starts.
 */
public enum Register {
    R0,
    R1,
    R2,
    R3,
    R4,
    R5,
    R6,
    R7,
    R8,
    R9,
    R10;

    /** Its number in an instruction. */
    public int code() {
        return ordinal();
    }

    @Override
    public String toString() {
        return "r" + ordinal();
    }
}
