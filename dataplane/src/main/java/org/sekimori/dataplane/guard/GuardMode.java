package org.sekimori.dataplane.guard;

import org.sekimori.dataplane.ebpf.walk.GuardDescriptor;

/** Who decides about frames. The words are stable. */
public enum GuardMode {
    /** No box is there: the guard's programs decide every frame. */
    ALONE("alone", GuardDescriptor.ALONE),
    /** The programs decide what they can, the box the rest. */
    KERNEL_FIRST("kernel-first", GuardDescriptor.KERNEL_FIRST),
    /** The box decides every frame, which programs hand on to it. */
    BOX_FIRST("box-first", GuardDescriptor.BOX_FIRST),
    /** The box decides every frame, which its own sockets see first. */
    TAP("box-first", GuardDescriptor.TAP);

    private final String word;
    private final int code;

    GuardMode(String word, int code) {
        this.word = word;
        this.code = code;
    }

    /** The mode of that number in {@link GuardDescriptor}; {@link #ALONE} for one that is none. */
    static GuardMode of(int code) {
        for (GuardMode mode : values()) {
            if (mode.code == code) {
                return mode;
            }
        }
        return ALONE;
    }

    /** The mode for scripts, in lower case. */
    public String word() {
        return word;
    }
}
