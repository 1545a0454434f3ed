package org.sekimori.dataplane.ebpf;

/**
 * Functions of the kernel that programs call, with the kernel's names; the codes are {@code enum bpf_func_id} of
 * {@code linux/bpf.h}, arguments and results are in bpf-helpers(7).
 */
public enum Helper {
    /** R1 map, R2 address of the key; the address of the value, or 0. */
    MAP_LOOKUP_ELEM(1),
    /** R1 map, R2 address of the key, R3 address of the value, R4 flags; 0, or a negative errno. */
    MAP_UPDATE_ELEM(2),
    /** R1 map, R2 address of the key; 0, or a negative errno. */
    MAP_DELETE_ELEM(3),
    /** The time since the machine started, without sleep, in nanoseconds. */
    KTIME_GET_NS(5),
    /** A pseudo-random number of 32 bits. */
    GET_PRANDOM_U32(7),
    /** The number of the processor the program runs on. */
    GET_SMP_PROCESSOR_ID(8),
    /** R1 interface index, R2 flags; what the program returns to send the frame there. */
    REDIRECT(23),
    /** R1 context of a socket buffer, R2 offset, R3 address of the room, R4 length; 0, or a negative errno. */
    SKB_LOAD_BYTES(26),
    /** R1 context of a socket buffer, R2 length that must lie in one piece; 0, or a negative errno. */
    SKB_PULL_DATA(39),
    /** R1 map of interfaces, R2 key, R3 what to return where there is none; what the program returns. */
    REDIRECT_MAP(51),
    /** R1 ring, R2 address of the record, R3 length, R4 flags; 0, or a negative errno. */
    RINGBUF_OUTPUT(130),
    /** As {@link #KTIME_GET_NS}, cheaper, and as exact as the kernel's tick. */
    KTIME_GET_COARSE_NS(160),
    /** R1 context of an XDP frame; its length, all its pieces included (Linux 5.18). */
    XDP_GET_BUFF_LEN(188),
    /** R1 context of an XDP frame, R2 offset, R3 address of the room, R4 length; 0, or a negative errno (Linux 5.18). */
    XDP_LOAD_BYTES(189);

    private final int code;

    Helper(int code) {
        this.code = code;
    }

    /** Its number in a call. */
    public int code() {
        return code;
    }
}
