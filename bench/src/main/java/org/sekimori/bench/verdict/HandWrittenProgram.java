package org.sekimori.bench.verdict;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * A program that clang has compiled from C, loaded by libbpf. The fields of a test run lie as {@code struct
 * bpf_test_run_opts} of libbpf's {@code bpf.h} has them on 64-bit machines.
 */
final class HandWrittenProgram implements AutoCloseable {
    private static final int OPTIONS_LENGTH = 80;
    private static final int FRAME_OFFSET = 8;
    private static final int FRAME_LENGTH_OFFSET = 24;
    private static final int RESULT_OFFSET = 56;
    private static final int REPEAT_OFFSET = 60;
    /** A signal ends a test run early, and the JVM's threads get some. */
    private static final int ATTEMPTS = 5;

    private final LibBpf library;
    private final Pointer object;
    private final int descriptor;

    /**
     * Loads the program of that name from an object file.
     *
     * @throws IllegalStateException where there is no libbpf, no such program, or the kernel takes it not
     */
    HandWrittenProgram(String path, String program) {
        try {
            library = Native.load(LibBpf.FILE, LibBpf.class);
        } catch (UnsatisfiedLinkError missing) {
            throw new IllegalStateException("no " + LibBpf.FILE + " here", missing);
        }
        library.libbpf_set_print(Pointer.NULL);
        object = library.bpf_object__open_file(path, Pointer.NULL);
        if (object == null) {
            throw new IllegalStateException("libbpf can't open " + path);
        }
        int result = library.bpf_object__load(object);
        Pointer found = result < 0 ? null : library.bpf_object__find_program_by_name(object, program);
        if (found == null) {
            close();
            throw new IllegalStateException(
                    result < 0 ? "loading " + path + " failed, errno " + -result : path + " has no " + program);
        }
        descriptor = library.bpf_program__fd(found);
    }

    /** A frame to run the program on, again and again. */
    Trial trial(byte[] frame) {
        return new Trial(frame);
    }

    @Override
    public void close() {
        library.bpf_object__close(object);
    }

    /** One frame, and the memory for its test runs. */
    final class Trial {
        private final Memory input;
        private final Memory options = new Memory(OPTIONS_LENGTH);

        private Trial(byte[] frame) {
            input = new Memory(frame.length);
            input.write(0, frame, 0, frame.length);
            options.clear();
            options.setLong(0, OPTIONS_LENGTH);
            options.setPointer(FRAME_OFFSET, input);
            options.setInt(FRAME_LENGTH_OFFSET, frame.length);
        }

        /** What the program returned, run so often by one {@code BPF_PROG_TEST_RUN}. */
        int run(int repeat) {
            options.setInt(REPEAT_OFFSET, repeat);
            int result = -1;
            for (int attempt = 0; attempt < ATTEMPTS && result < 0; attempt++) {
                result = library.bpf_prog_test_run_opts(descriptor, options);
            }
            if (result < 0) {
                throw new IllegalStateException("a test run failed, errno " + -result);
            }
            return options.getInt(RESULT_OFFSET);
        }
    }
}
