package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/** The bpf(2) calls the port block needs; numbers from {@code linux/bpf.h}. */
final class Bpf {
    /** Attach type of a program that sees what comes in, behind packet sockets (Linux 6.6). */
    static final int TCX_INGRESS = 46;
    /** Attach type of a program that sees what the kernel's own stack sends. */
    static final int TCX_EGRESS = 47;

    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_LINK_CREATE = 28;
    private static final int PROG_TYPE_SCHED_CLS = 3;
    private static final int ATTR_LENGTH = 144;

    private static final int LOAD_TYPE = 0;
    private static final int LOAD_COUNT = 4;
    private static final int LOAD_INSTRUCTIONS = 8;
    private static final int LOAD_LICENCE = 16;
    private static final int LOAD_ATTACH_TYPE = 68;

    private static final int LINK_PROGRAM = 0;
    private static final int LINK_INTERFACE = 4;
    private static final int LINK_ATTACH_TYPE = 8;

    private Bpf() {}

    /** Loads a classifier; returns its descriptor. */
    static int loadClassifier(long[] instructions, int attachType) {
        UnsafeBuffer program = NativeMemory.struct(instructions.length * Long.BYTES);
        for (int i = 0; i < instructions.length; i++) {
            program.putLong(i * Long.BYTES, instructions[i]);
        }
        byte[] licence = "Dual BSD/GPL\0".getBytes(StandardCharsets.US_ASCII);
        UnsafeBuffer licenceText = NativeMemory.struct(licence.length);
        licenceText.putBytes(0, licence);
        UnsafeBuffer attributes = NativeMemory.struct(ATTR_LENGTH);
        attributes.putInt(LOAD_TYPE, PROG_TYPE_SCHED_CLS);
        attributes.putInt(LOAD_COUNT, instructions.length);
        attributes.putLong(LOAD_INSTRUCTIONS, program.addressOffset());
        attributes.putLong(LOAD_LICENCE, licenceText.addressOffset());
        attributes.putInt(LOAD_ATTACH_TYPE, attachType);
        return call("bpf PROG_LOAD", BPF_PROG_LOAD, attributes);
    }

    /** Attaches a program to an interface; the attachment ends when the descriptor returned is closed, or its owner dies. */
    static int link(int program, int interfaceIndex, int attachType) {
        UnsafeBuffer attributes = NativeMemory.struct(ATTR_LENGTH);
        attributes.putInt(LINK_PROGRAM, program);
        attributes.putInt(LINK_INTERFACE, interfaceIndex);
        attributes.putInt(LINK_ATTACH_TYPE, attachType);
        return call("bpf LINK_CREATE tcx", BPF_LINK_CREATE, attributes);
    }

    private static int call(String name, int command, UnsafeBuffer attributes) {
        long result = LibC.syscall(callNumber(), command, attributes.addressOffset(), ATTR_LENGTH);
        if (result < 0) {
            throw new NativeCallException(name, Native.getLastError());
        }
        return (int) result;
    }

    private static int callNumber() {
        String architecture = System.getProperty("os.arch");
        return switch (architecture) {
            case "amd64", "x86_64" -> 321;
            case "aarch64", "riscv64" -> 280;
            default -> throw new NativeCallException("bpf on " + architecture, Errno.EINVAL);
        };
    }
}
