package org.sekimori.control.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.guard.StandingGuard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes the guard away: without a box the line is dark from then on. */
@Command(
        name = "remove",
        description = {
            "Take away the programs that keep the line; without a box the line is dark from then on.",
            "A box that runs loses what it had the kernel do."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori guard remove"})
final class GuardRemoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunDirOption runDir;

    @Override
    public Integer call() {
        Path folder = runDir.paths().boxRun().resolve(EngineOptions.GUARD);
        try {
            boolean was = StandingGuard.remove(folder);
            spec.commandLine().getOut().println(was ? "removed" : "no guard is there");
            return was ? ExitCode.OK : ExitCode.NO;
        } catch (IOException refused) {
            throw new BadInputException(folder + ": " + OneLine.of(refused), refused);
        }
    }
}
