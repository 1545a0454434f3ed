package org.sekimori.control.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Holds the commands about policies. */
@Command(
        name = "policy",
        description = {
            "Check, explain, compare and test policies; show those the program brings along, and the schema.",
            "Put policies in force on the box that runs, confirm them and go back."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            PolicyCheckCommand.class,
            PolicyExplainCommand.class,
            PolicyDiffCommand.class,
            PolicyListCommand.class,
            PolicySchemaCommand.class,
            PolicyShowCommand.class,
            PolicyTestCommand.class,
            PolicyPushCommand.class,
            PolicyReloadCommand.class,
            PolicyConfirmCommand.class,
            PolicyRollbackCommand.class,
            PolicyHistoryCommand.class,
            PolicyWhatIfCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy list",
            "  sekimori policy show office > my.yaml    # a copy to edit",
            "  sekimori policy check my.yaml",
            "  sekimori policy diff office my.yaml",
            "  sekimori policy push my.yaml --confirm 120"
        })
final class PolicyCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing: check, confirm, diff, explain, history, list, push, reload, rollback, schema, show, test or whatif");
    }
}
