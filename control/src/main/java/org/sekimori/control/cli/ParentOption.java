package org.sekimori.control.cli;

import java.io.IOException;
import org.sekimori.control.process.SelfCommand;
import picocli.CommandLine.Option;

/** Given by {@code sekimori run} to the processes it starts: they end when it does, however that came about. */
final class ParentOption {
    @Option(names = SelfCommand.END_WITH_STDIN, hidden = true)
    private boolean endsWithStdin;

    /** Wishes for the end as soon as the other end of the standard input is gone. */
    void watch(Stop stop) {
        if (endsWithStdin) {
            Thread thread = new Thread(() -> waitForEnd(stop), "parent-watch");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void waitForEnd(Stop stop) {
        try {
            while (System.in.read() >= 0) {
                continue;
            }
        } catch (IOException broken) {
            // as good as the end
        }
        stop.request();
    }
}
