package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One call of bpf(2), made ready once and run as often as is wanted. Keeps the memory it points to. Not for more than one
 * thread.
 */
final class BpfCall {
    /** The verifier gives up for any signal, and the JVM's threads get some. */
    private static final int ATTEMPTS = 5;

    private final String name;
    private final int command;
    private final UnsafeBuffer attributes = NativeMemory.struct(BpfDescriptor.LENGTH);
    private final List<UnsafeBuffer> reachable = new ArrayList<>();

    /**
     * A call with everything zero.
     *
     * @param name what an exception says failed
     * @param command of {@link BpfDescriptor}
     */
    BpfCall(String name, int command) {
        this.name = name;
        this.command = command;
    }

    /** Sets a field of 4 bytes. */
    BpfCall with(int offset, int value) {
        attributes.putInt(offset, value);
        return this;
    }

    /** Sets a pointer. */
    BpfCall with(int offset, UnsafeBuffer memory) {
        reachable.add(memory);
        attributes.putLong(offset, memory.addressOffset());
        return this;
    }

    /** A field of 4 bytes, as the kernel left it. */
    int get(int offset) {
        return attributes.getInt(offset);
    }

    /** Runs it; returns its result, or throws. */
    int run() {
        int result = tryRun();
        if (result < 0) {
            throw failure(-result, "");
        }
        return result;
    }

    /** Runs it; returns its result, or the negative errno. */
    int tryRun() {
        int result = once();
        for (int attempt = 1; attempt < ATTEMPTS && isInterrupted(result); attempt++) {
            result = once();
        }
        return result;
    }

    private static boolean isInterrupted(int result) {
        return result == -Errno.EINTR || result == -Errno.EAGAIN;
    }

    private int once() {
        try {
            long result =
                    LibC.syscall(SystemCall.BPF.number(), command, attributes.addressOffset(), BpfDescriptor.LENGTH);
            return result < 0 ? -Native.getLastError() : (int) result;
        } finally {
            Reference.reachabilityFence(this);
        }
    }

    /** What to throw for this errno, and the kernel's own words. */
    NativeCallException failure(int errno, String log) {
        return new NativeCallException("bpf " + name, errno, log);
    }
}
