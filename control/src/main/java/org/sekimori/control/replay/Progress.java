package org.sekimori.control.replay;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.sekimori.control.report.PlainWriter;

/** A line on the terminal that says how far a long run has come; silent where standard error is no terminal. */
public final class Progress implements LongConsumer, AutoCloseable {
    private static final long FIRST_AFTER_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long NEXT_AFTER_NS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final String BACK_AND_CLEAR = "\r\033[K";

    private final PrintWriter err;
    private final LongSupplier clockNs;
    private final long startNs;
    private long nextNs;
    private boolean shown;

    Progress(PrintWriter err, LongSupplier clockNs) {
        this.err = PlainWriter.beneath(err);
        this.clockNs = clockNs;
        this.startNs = clockNs.getAsLong();
        this.nextNs = startNs + FIRST_AFTER_NS;
    }

    /** Shows itself only where somebody watches. */
    public static Progress on(PrintWriter err) {
        return new Progress(err, isTerminal() ? System::nanoTime : () -> 0);
    }

    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(STANDARD_ERROR).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException unknown) {
            return false;
        }
    }

    @Override
    public void accept(long framesDone) {
        long nowNs = clockNs.getAsLong();
        if (nowNs - nextNs < 0) {
            return;
        }
        nextNs = nowNs + NEXT_AFTER_NS;
        shown = true;
        double seconds = (nowNs - startNs) / (double) TimeUnit.SECONDS.toNanos(1);
        err.printf(
                Locale.ROOT,
                "%s%,d frames, %,.0f frames/s, %.0f s",
                BACK_AND_CLEAR,
                framesDone,
                framesDone / seconds,
                seconds);
        err.flush();
    }

    /** Takes the line away. */
    @Override
    public void close() {
        if (shown) {
            err.print(BACK_AND_CLEAR);
            err.flush();
        }
    }
}
