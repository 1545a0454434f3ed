package org.sekimori.control.cli;

import java.io.PrintWriter;
import org.sekimori.policy.profile.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a policy of the program's own, comments and all. */
@Command(
        name = "show",
        description = "Print the shipped policy or another profile, to copy and edit.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori policy show", "  sekimori policy show office > my.yaml"})
final class PolicyShowCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = "shipped",
            description = "A profile, as 'sekimori policy list' names them (default: ${DEFAULT-VALUE}).")
    private String name;

    @Override
    public void run() {
        Profile profile = PolicyOption.profile(name);
        PrintWriter out = spec.commandLine().getOut();
        out.print(profile.text());
        out.flush();
    }
}
