package org.sekimori.control.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.process.SelfCommand;
import picocli.CommandLine.Option;

/** Given by {@code sekimori run} to the processes it starts: they end when it does, however that came about. */
final class ParentOption {
    @Option(names = SelfCommand.END_WITH_STDIN, hidden = true)
    private boolean endsWithStdin;

    /** Wishes for the end as soon as the other end of the standard input is gone. */
    void watch(Stop stop) {
        watch(stop, () -> {}, 0);
    }

    /**
     * Wishes for the end so many seconds after the other end of the standard input is gone.
     *
     * @param onAlone run as soon as it is gone
     */
    void watch(Stop stop, Runnable onAlone, int laterSeconds) {
        if (endsWithStdin) {
            Thread thread = new Thread(() -> waitForEnd(stop, onAlone, laterSeconds), "parent-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void waitForEnd(Stop stop, Runnable onAlone, int laterSeconds) {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException broken) {
            // as good as the end
        }
        onAlone.run();
        try {
            TimeUnit.SECONDS.sleep(laterSeconds);
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
        stop.request();
    }
}
