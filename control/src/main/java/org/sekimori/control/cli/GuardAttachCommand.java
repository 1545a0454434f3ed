package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.command.socket.CommandOptions;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.guard.GuardOptions;
import org.sekimori.dataplane.guard.StandingGuard;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.offload.LineGuard;
import org.sekimori.policy.PolicyTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Attaches the guard and ends; the box that comes later takes it over. */
@Command(
        name = "attach",
        description = {
            "Have kernel programs keep the line before a box is there, and after it is gone.",
            "Without --policy it is by the policy that the box kept, or the shipped one."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  sekimori guard attach --wan eth0 --lan eth1",
            "  sekimori guard attach --fail closed --box-user sekimori-box --wan eth0 --lan eth1"
        })
final class GuardAttachCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--wan", required = true, paramLabel = "IF", description = "Interface towards the WAN line.")
    private String wan;

    @Option(names = "--lan", required = true, paramLabel = "IF", description = "Interface towards the site.")
    private String lan;

    @Mixin
    private PolicyOption policy;

    @Option(
            names = "--fail",
            paramLabel = "MODE",
            defaultValue = "open",
            description =
                    "While no box is there, frames that only it could judge: open, they pass; closed, they are dropped"
                            + " (default: ${DEFAULT-VALUE}).")
    private FailMode fail;

    @Option(
            names = "--box-user",
            paramLabel = "NAME",
            description = "User that the box runs as, who takes the guard over.")
    private String boxUser;

    @Mixin
    private FolderOptions folders;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Path folder = folders.paths().boxRun().resolve(EngineOptions.GUARD);
        GuardOptions options = new GuardOptions(fail, GuardOptions.DEFAULT_LIMIT, Optional.of(folder), true);
        PolicyTable table = table();
        try (InterfaceClaims claims = InterfaceClaims.of(wan, lan)) {
            new LineGuard(options, err::println)
                    .attach(wan, lan, table, folders.paths().boxRun());
            giveTo(folder);
        } catch (NativeCallException refused) {
            err.println("sekimori guard attach: " + refused.getMessage());
            return ExitCode.FAULT;
        }
        err.println("guarding: " + wan + " <-> " + lan + ", policy '" + table.policyName() + "', fail " + fail
                + "; what needs a box waits for one");
        return ExitCode.OK;
    }

    /** The one that was named, else the one that the box kept. */
    private PolicyTable table() {
        LastGood kept = new LastGood(folders.paths().lastGood(), CommandOptions.imageRoomBytes());
        return policy.isGiven()
                ? PolicyOption.table(policy.origin())
                : StartPolicy.of(kept).table();
    }

    private void giveTo(Path folder) {
        if (boxUser == null) {
            return;
        }
        try {
            StandingGuard.give(folder, boxUser);
        } catch (IOException problem) {
            throw new BadInputException(
                    folder + " can't be given to user '" + boxUser + "': " + OneLine.of(problem), problem);
        }
    }
}
