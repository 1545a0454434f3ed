package org.sekimori.control.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Keeps a policy that was pushed with {@code --confirm}. */
@Command(
        name = "confirm",
        description = "Keep the policy that was pushed with --confirm.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the policy stays",
            "2:no policy waits for confirmation",
            "3:control or the box doesn't answer, or the box refuses"
        },
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori policy push office.yaml --confirm 120 && ping -c 3 192.0.2.1 && sekimori policy confirm"})
final class PolicyConfirmCommand implements Callable<Integer> {
    @Mixin
    private PolicyCall call;

    @Override
    public Integer call() {
        return call.change("POST", "/api/v1/policy/confirm", new byte[0]);
    }
}
