package org.sekimori.control.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has control read its policy file again, and waits for what comes of it. */
@Command(
        name = "reload",
        description = {
            "Have 'sekimori control' read its policy file and lists again, and wait for the outcome.",
            "The file takes the place of a policy that was pushed or rolled back to."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the file's policy is in force",
            "1:it was refused, for the reasons given; nothing has changed",
            "3:control doesn't answer; or no box does, and gets the policy as soon as one does"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy reload",
            "  sekimori policy reload --accept-lists   # a list that shrank by much, or became empty, is meant so"
        })
final class PolicyReloadCommand implements Callable<Integer> {
    @Option(
            names = "--accept-lists",
            description = "Take files of sets as they are, though they are empty, cut off or much shorter than before.")
    private boolean acceptLists;

    @Mixin
    private PolicyCall call;

    @Override
    public Integer call() {
        String query = acceptLists ? "?" + PolicyCall.parameter("accept-lists", true) : "";
        int status = call.change("POST", "/api/v1/policy/reload" + query, new byte[0]);
        return status == ExitCode.BAD_INPUT ? ExitCode.NO : status;
    }
}
