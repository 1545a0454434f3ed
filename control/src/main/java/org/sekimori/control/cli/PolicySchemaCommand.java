package org.sekimori.control.cli;

import java.io.PrintWriter;
import org.sekimori.policy.text.PolicySchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the JSON Schema of policies. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of policies, for editors.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy schema > policy.schema.json",
            "  # and as the first line of a policy: # yaml-language-server: $schema=policy.schema.json"
        })
final class PolicySchemaCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(PolicySchema.text());
        out.flush();
    }
}
