package org.sekimori.control.cli;

import java.io.PrintWriter;
import org.sekimori.policy.ShippedPolicy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the shipped policy, comments and all. */
@Command(
        name = "show",
        description = "Print the shipped policy, to copy and edit.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori policy show", "  sekimori policy show > office.yaml"})
final class PolicyShowCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(ShippedPolicy.text());
        out.flush();
    }
}
