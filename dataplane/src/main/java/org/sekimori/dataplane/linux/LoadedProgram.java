package org.sekimori.dataplane.linux;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.EbpfProgram;
import org.sekimori.dataplane.ebpf.MapReference;
import org.sekimori.dataplane.ebpf.TcxDescriptor;

/**
 * A program the kernel has verified and compiled. Belongs to whoever loaded it; a {@link ProgramLink} keeps the program
 * (and a program its maps) in the kernel when this is closed.
 */
public final class LoadedProgram implements AutoCloseable {
    private static final String LICENCE = "Dual BSD/GPL\0";
    private static final int LOG_BYTES = 1 << 24;
    private static final int LOG_LINES = 12;
    private static final int LOG_TAIL_BYTES = 4096;
    /** Programs may make a frame longer, by what lies around it in a page at most. */
    private static final int ROOM_TO_GROW = 4096;

    private final AttachPoint point;
    private final OwnedDescriptor descriptor;

    private LoadedProgram(AttachPoint point, OwnedDescriptor descriptor) {
        this.point = point;
        this.descriptor = descriptor;
    }

    /**
     * Loads a program that has no maps.
     *
     * @throws NativeCallException as {@link #load(AttachPoint, EbpfProgram, Map)}
     */
    public static LoadedProgram load(AttachPoint point, EbpfProgram program) {
        return load(point, program, Map.of());
    }

    /**
     * Loads a program.
     *
     * @param maps those it refers to; others are ignored
     * @throws NativeCallException where the verifier refuses it, with the last lines of what it said; where CAP_BPF or
     *     CAP_NET_ADMIN is missing; where the kernel knows no such programs
     * @throws IllegalArgumentException where a map is missing
     */
    public static LoadedProgram load(AttachPoint point, EbpfProgram program, Map<MapReference, EbpfMap> maps) {
        Map<MapReference, Integer> descriptors = new HashMap<>();
        for (Map.Entry<MapReference, EbpfMap> map : maps.entrySet()) {
            descriptors.put(map.getKey(), map.getValue().fd());
        }
        BpfCall call = loadCall(point, program.withMaps(descriptors));
        int fd = call.tryRun();
        if (fd < 0) {
            fd = loadOrExplain(call);
        }
        return new LoadedProgram(point, new OwnedDescriptor("The program", fd));
    }

    private static BpfCall loadCall(AttachPoint point, long[] instructions) {
        UnsafeBuffer code = NativeMemory.struct(instructions.length * Long.BYTES);
        for (int i = 0; i < instructions.length; i++) {
            code.putLong(i * Long.BYTES, instructions[i]);
        }
        byte[] licence = LICENCE.getBytes(StandardCharsets.US_ASCII);
        UnsafeBuffer licenceText = NativeMemory.struct(licence.length);
        licenceText.putBytes(0, licence);
        return new BpfCall("PROG_LOAD " + point, BpfDescriptor.PROGRAM_LOAD)
                .with(BpfDescriptor.LOAD_TYPE, point.programType())
                .with(BpfDescriptor.LOAD_COUNT, instructions.length)
                .with(BpfDescriptor.LOAD_INSTRUCTIONS, code)
                .with(BpfDescriptor.LOAD_LICENCE, licenceText)
                .with(BpfDescriptor.LOAD_ATTACH_TYPE, point.attachType());
    }

    /** Loads what was refused once more, with a log: writing one takes the verifier longer than its work. */
    private static int loadOrExplain(BpfCall call) {
        UnsafeBuffer log = LargeMemory.allocate(LOG_BYTES);
        int result = call.with(BpfDescriptor.LOAD_LOG_LEVEL, 1)
                .with(BpfDescriptor.LOAD_LOG_BYTES, LOG_BYTES)
                .with(BpfDescriptor.LOAD_LOG, log)
                .tryRun();
        if (result < 0) {
            throw call.failure(-result, lastLines(log));
        }
        return result;
    }

    private static String lastLines(UnsafeBuffer log) {
        int length = 0;
        while (length < LOG_BYTES && log.getByte(length) != 0) {
            length++;
        }
        byte[] tail = new byte[Math.min(length, LOG_TAIL_BYTES)];
        log.getBytes(length - tail.length, tail);
        List<String> lines = new String(tail, StandardCharsets.UTF_8).lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /**
     * Runs the program on a frame ({@code BPF_PROG_TEST_RUN}); its maps are the real ones.
     *
     * @param frame from the MAC addresses on; 14 bytes at least
     * @param repeat how often, each time on what the last run left; 1 at least
     * @throws NativeCallException where the kernel takes no such frame
     */
    public TestRun testRun(byte[] frame, int repeat) {
        UnsafeBuffer input = NativeMemory.struct(frame.length);
        input.putBytes(0, frame);
        UnsafeBuffer output = NativeMemory.struct(frame.length + ROOM_TO_GROW);
        BpfCall call = new BpfCall("PROG_TEST_RUN", BpfDescriptor.PROGRAM_TEST_RUN)
                .with(BpfDescriptor.RUN_PROGRAM, fd())
                .with(BpfDescriptor.RUN_BYTES_IN, frame.length)
                .with(BpfDescriptor.RUN_BYTES_OUT, output.capacity())
                .with(BpfDescriptor.RUN_IN, input)
                .with(BpfDescriptor.RUN_OUT, output)
                .with(BpfDescriptor.RUN_REPEAT, repeat);
        UnsafeBuffer context = NativeMemory.struct(TcxDescriptor.LENGTH_OF_CONTEXT);
        if (point != AttachPoint.XDP) {
            call.with(BpfDescriptor.RUN_CONTEXT_BYTES_OUT, context.capacity())
                    .with(BpfDescriptor.RUN_CONTEXT_OUT, context);
        }
        call.run();
        byte[] left = new byte[call.get(BpfDescriptor.RUN_BYTES_OUT)];
        output.getBytes(0, left);
        return new TestRun(
                call.get(BpfDescriptor.RUN_RESULT),
                call.get(BpfDescriptor.RUN_DURATION),
                left,
                context.getInt(TcxDescriptor.MARK));
    }

    /**
     * How many instructions the verifier has followed, each as often as it came there with knowledge of its own; it gives
     * up at a million (Linux 5.16, else 0).
     *
     * @throws NativeCallException where the kernel doesn't tell
     */
    public int verifiedInstructions() {
        UnsafeBuffer info = NativeMemory.struct(BpfDescriptor.PROGRAM_INFO_BYTES);
        new BpfCall("OBJ_GET_INFO_BY_FD", BpfDescriptor.OBJECT_INFO)
                .with(BpfDescriptor.INFO_OBJECT, fd())
                .with(BpfDescriptor.INFO_BYTES, info.capacity())
                .with(BpfDescriptor.INFO, info)
                .run();
        return info.getInt(BpfDescriptor.PROGRAM_INFO_VERIFIED);
    }

    /** Where it can be attached. */
    public AttachPoint point() {
        return point;
    }

    int fd() {
        return descriptor.fd();
    }

    /** Lets go of the program; what is linked runs on. */
    @Override
    public void close() {
        descriptor.close();
    }
}
