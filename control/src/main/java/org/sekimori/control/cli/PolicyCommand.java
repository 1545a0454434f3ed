package org.sekimori.control.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about policies. */
@Command(
        name = "policy",
        description = "Check policies, show the shipped one, or print their schema.",
        mixinStandardHelpOptions = true,
        subcommands = {PolicyCheckCommand.class, PolicyShowCommand.class, PolicySchemaCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy show > office.yaml    # a copy of the shipped policy to edit",
            "  sekimori policy check office.yaml"
        })
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing: check, show or schema");
    }
}
