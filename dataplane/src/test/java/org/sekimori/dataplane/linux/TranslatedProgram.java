package org.sekimori.dataplane.linux;

import org.agrona.concurrent.UnsafeBuffer;

/** A loaded program as the verifier left it, with what it put in between. */
public final class TranslatedProgram {
    private static final int BYTES = 20;
    private static final int INSTRUCTIONS = 32;
    private static final int BARRIER = 0xC2;
    private static final int CLASS = 0x07;
    private static final int CLASS_STORE_IMMEDIATE = 0x02;
    private static final int CLASS_STORE = 0x03;

    private final UnsafeBuffer code;

    private TranslatedProgram(UnsafeBuffer code) {
        this.code = code;
    }

    /** Asks the kernel; with the right to. */
    public static TranslatedProgram of(LoadedProgram program) {
        UnsafeBuffer info = info(program, NativeMemory.struct(BpfDescriptor.PROGRAM_INFO_BYTES));
        int length = info.getInt(BYTES);
        UnsafeBuffer code = NativeMemory.struct(length);
        UnsafeBuffer request = NativeMemory.struct(BpfDescriptor.PROGRAM_INFO_BYTES);
        request.putInt(BYTES, length);
        request.putLong(INSTRUCTIONS, code.addressOffset());
        info(program, request);
        return new TranslatedProgram(code);
    }

    private static UnsafeBuffer info(LoadedProgram program, UnsafeBuffer info) {
        new BpfCall("OBJ_GET_INFO_BY_FD", BpfDescriptor.OBJECT_INFO)
                .with(BpfDescriptor.INFO_OBJECT, program.fd())
                .with(BpfDescriptor.INFO_BYTES, info.capacity())
                .with(BpfDescriptor.INFO, info)
                .run();
        return info;
    }

    /** Barriers against speculation. */
    public int barriers() {
        return count(false);
    }

    /** Those that aren't behind a store: a kernel before Linux 6.17 refuses the program instead. */
    public int barriersInPlaceOfRefusals() {
        return count(true);
    }

    private int count(boolean onlyNotBehindStores) {
        int count = 0;
        for (int at = Long.BYTES; at < code.capacity(); at += Long.BYTES) {
            int before = code.getByte(at - Long.BYTES) & CLASS;
            boolean isBehindStore = before == CLASS_STORE || before == CLASS_STORE_IMMEDIATE;
            if ((code.getByte(at) & 0xFF) == BARRIER && !(onlyNotBehindStores && isBehindStore)) {
                count++;
            }
        }
        return count;
    }
}
