package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.top.TopView;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The box at work, second by second, from its file: it needs no control process. */
@Command(
        name = "top",
        description = "Show live what the running box forwards and drops. q quits.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori top",
            "  sekimori top --interval 0.5",
            "  sekimori top --once                     # one screen, also where the output is no terminal"
        })
final class TopCommand implements Callable<Integer> {
    private static final double MIN_SECONDS = 0.1;
    private static final double MAX_SECONDS = 60;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Time between two screens, 0.1 to 60 (default: ${DEFAULT-VALUE}).")
    private double seconds;

    @Option(names = "--once", description = "Print one screen and end.")
    private boolean once;

    @Mixin
    private RunDirOption runDir;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new BadInputException("--interval " + seconds + ": 0.1 to 60 seconds are wanted");
        }
        TopView view = new TopView(runDir.box(), Math.round(seconds * TimeUnit.SECONDS.toMillis(1)));
        PrintWriter out = spec.commandLine().getOut();
        if (once || System.console() == null) {
            return view.printOnce(out, TimeUnit.NANOSECONDS::sleep) ? ExitCode.OK : ExitCode.NO;
        }
        Stop stop = new Stop();
        view.show(out, () -> stopped(stop), TimeUnit.NANOSECONDS::sleep);
        return ExitCode.OK;
    }

    private static boolean stopped(Stop stop) {
        try {
            return stop.await(0);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
