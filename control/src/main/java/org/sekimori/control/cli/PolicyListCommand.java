package org.sekimori.control.cli;

import java.io.PrintWriter;
import org.sekimori.control.report.JsonObject;
import org.sekimori.policy.Policy;
import org.sekimori.policy.profile.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Names the policies the program brings along. */
@Command(
        name = "list",
        description = "List the profiles: policies the program brings along.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy list",
            "  sekimori policy show shield              # all of one, with comments",
            "  sekimori replay x.pcap --profile shield  # what it would do to a capture"
        })
final class PolicyListCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean json;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            printJson(out);
        } else {
            for (Profile profile : Profile.values()) {
                out.printf("%-13s %s%n", profile.word(), profile.policy().description());
            }
        }
        out.flush();
    }

    private static void printJson(PrintWriter out) {
        JsonObject.printIndented(out, json -> {
            json.writeArrayFieldStart("profiles");
            for (Profile profile : Profile.values()) {
                Policy policy = profile.policy();
                json.writeStartObject();
                json.writeStringField("name", profile.word());
                json.writeStringField("description", policy.description());
                json.writeNumberField("rules", policy.rules().size());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
