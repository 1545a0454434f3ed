package org.sekimori.dataplane.linux;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.agrona.concurrent.UnsafeBuffer;

/** The capabilities that the box's unit gives, as its file says, and threads that have no others. */
public final class UnitCapabilities {
    private static final Path UNIT = Path.of("..", "images", "src", "deb", "units", "sekimori-box.service");
    private static final String SETTING = "AmbientCapabilities=";
    private static final String PREFIX = "CAP_";
    private static final int VERSION_3 = 0x2008_0522;
    private static final int THIS_THREAD = 0;
    /** Numbers of linux/capability.h. */
    private static final Map<String, Integer> NUMBERS =
            Map.of("NET_ADMIN", 12, "NET_RAW", 13, "SYS_ADMIN", 21, "PERFMON", 38, "BPF", 39);

    private UnitCapabilities() {}

    /** Their names, as capabilities(7) has them, without the prefix and in lower case. */
    public static List<String> names() {
        return words().stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
    }

    private static List<String> words() {
        try (var lines = Files.lines(UNIT)) {
            String setting =
                    lines.filter(line -> line.startsWith(SETTING)).findFirst().orElseThrow();
            return Arrays.stream(setting.substring(SETTING.length()).split(" "))
                    .map(word -> word.substring(PREFIX.length()))
                    .toList();
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }

    /** Runs that on a thread of its own, which has these capabilities and no others. */
    public static <T> T call(Callable<T> what) throws Exception {
        FutureTask<T> task = new FutureTask<>(() -> {
            drop();
            return what.call();
        });
        Thread thread = new Thread(task, "unit");
        thread.start();
        try {
            return task.get();
        } catch (ExecutionException problem) {
            if (problem.getCause() instanceof Error error) {
                throw error;
            }
            throw (Exception) problem.getCause();
        }
    }

    /** {@code struct __user_cap_data_struct}: effective, permitted, inheritable; for the lower 32 numbers, then the upper. */
    private static void drop() {
        long mask = words().stream().mapToLong(word -> 1L << NUMBERS.get(word)).sum();
        UnsafeBuffer header = NativeMemory.struct(2 * Integer.BYTES);
        header.putInt(0, VERSION_3);
        header.putInt(Integer.BYTES, THIS_THREAD);
        UnsafeBuffer data = NativeMemory.struct(6 * Integer.BYTES);
        for (int half = 0; half < 2; half++) {
            int bits = (int) (mask >>> half * Integer.SIZE);
            data.putInt(3 * half * Integer.BYTES, bits);
            data.putInt((3 * half + 1) * Integer.BYTES, bits);
        }
        int result = Function.getFunction("c", "capset")
                .invokeInt(new Object[] {new Pointer(header.addressOffset()), new Pointer(data.addressOffset())});
        if (result != 0) {
            throw new NativeCallException("capset", Native.getLastError());
        }
    }
}
