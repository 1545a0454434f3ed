package org.sekimori.dataplane.ebpf.flow;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Helper;

/** Writes code that asks for the time. */
@FunctionalInterface
public interface TimeCode {
    /** The clock that {@link System#nanoTime} reads as well, as it stood at the kernel's last tick. */
    TimeCode KERNEL = code -> code.call(Helper.KTIME_GET_COARSE_NS);

    /** R0: the time, in nanoseconds; loses R1 to R5. */
    void write(Assembler code);
}
