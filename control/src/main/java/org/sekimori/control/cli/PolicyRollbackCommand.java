package org.sekimori.control.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts a policy of the history in force again. */
@Command(
        name = "rollback",
        description = {
            "Put a policy of the history in force again, as it was compiled then.",
            "Without ID: what was in force before; a policy that waits for confirmation is taken back."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the policy is in force",
            "2:there is no such policy, or it can't be used; nothing has changed",
            "3:control or the box doesn't answer, or the box refuses; nothing has changed"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori policy rollback",
            "  sekimori policy history",
            "  sekimori policy rollback 12 --confirm 60"
        })
final class PolicyRollbackCommand implements Callable<Integer> {
    @Parameters(index = "0", arity = "0..1", paramLabel = "ID", description = "Entry of 'sekimori policy history'.")
    private Integer id;

    @Mixin
    private ConfirmOption confirm;

    @Mixin
    private PolicyCall call;

    @Override
    public Integer call() {
        String target = id == null ? "" : "&" + PolicyCall.parameter("id", id);
        String query = target + confirm.parameter();
        String path = "/api/v1/policy/rollback" + (query.isEmpty() ? "" : "?" + query.substring(1));
        return call.change("POST", path, new byte[0]);
    }
}
