package org.sekimori.control.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about the guard. */
@Command(
        name = "guard",
        description = "Attach, show and remove the kernel programs that keep the line while no box is there.",
        mixinStandardHelpOptions = true,
        subcommands = {GuardAttachCommand.class, GuardStatusCommand.class, GuardRemoveCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori guard attach --wan eth0 --lan eth1", "  sekimori guard status", "  sekimori guard remove"
        })
final class GuardCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: attach, remove or status");
    }
}
