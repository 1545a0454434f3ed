package org.sekimori.dataplane.linux;

/** Calls the C library has no function for; their numbers on x86-64, and on those that share one table (AArch64, RISC-V). */
enum SystemCall {
    /** bpf(2). */
    BPF(321, 280),
    /** mount(2). */
    MOUNT(165, 40),
    /** umount2(2). */
    UNMOUNT(166, 39),
    /** sched_setattr(2). */
    SCHED_SETATTR(314, 274);

    /** The kernel answers ENOSYS. */
    private static final int NONE = -1;

    private final int number;

    SystemCall(int onX86, int onOthers) {
        number = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> onX86;
            case "aarch64", "riscv64" -> onOthers;
            default -> NONE;
        };
    }

    int number() {
        return number;
    }
}
