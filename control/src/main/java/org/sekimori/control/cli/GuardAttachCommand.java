package org.sekimori.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.StartPolicy;
import org.sekimori.dataplane.command.socket.CommandOptions;
import org.sekimori.dataplane.ebpf.walk.FailMode;
import org.sekimori.dataplane.guard.GuardOptions;
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
            "  sekimori guard attach --fail closed --wan eth0 --lan eth1",
            "  sekimori guard attach --box-user sekimori-box --box-options /etc/sekimori/box.conf   # as a service"
        })
final class GuardAttachCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--wan", paramLabel = "IF", description = "Interface towards the WAN line.")
    private String wan;

    @Option(names = "--lan", paramLabel = "IF", description = "Interface towards the site.")
    private String lan;

    @Mixin
    private PolicyOption policy;

    @Option(
            names = "--fail",
            paramLabel = "MODE",
            description =
                    "While no box is there, frames that only it could judge: open, they pass; closed, they are dropped"
                            + " (default: open).")
    private FailMode fail;

    @Option(
            names = "--box-options",
            paramLabel = "FILE",
            description = "In place of --wan, --lan and --fail: those of 'sekimori box' in this file; its other options"
                    + " are the box's own. With --no-guard there, nothing is attached.")
    private Path boxOptions;

    @Option(
            names = "--box-user",
            paramLabel = "NAME",
            description = {
                "User that the box runs as, who takes the guard over.",
                "With it, what can't be attached yet is left to that box: an interface that is missing or taken, and all"
                        + " where no policy was kept and none is named."
            })
    private String boxUser;

    @Mixin
    private FolderOptions folders;

    private PrintWriter err;
    private ServiceState service;

    @Override
    public Integer call() {
        err = spec.commandLine().getErr();
        service = new ServiceState(System.getenv(), err);
        Optional<BoxOptionsFile> file = Optional.ofNullable(boxOptions).map(BoxOptionsFile::read);
        Optional<String> none = file.flatMap(BoxOptionsFile::noGuard);
        if (none.isPresent()) {
            say("not guarding: " + boxOptions + ": " + none.get());
            return ExitCode.OK;
        }
        GuardedLine line = line(file.map(BoxOptionsFile::line));
        try (GuardHome home = GuardHome.enter(folders.paths(), err)) {
            return boxUser == null ? attach(line, home) : attachForBox(line, home);
        }
    }

    private GuardedLine line(Optional<GuardedLine> ofBox) {
        if (ofBox.isPresent()) {
            if (wan != null || lan != null || fail != null) {
                throw new BadInputException(
                        "--box-options names interfaces and mode; leave --wan, --lan and --fail away");
            }
            return ofBox.get();
        }
        if (wan == null || lan == null) {
            throw new BadInputException("two interfaces are wanted: give --wan and --lan, or --box-options");
        }
        if (wan.equals(lan)) {
            throw new BadInputException("--wan and --lan are both '" + wan + "': two different interfaces are wanted");
        }
        return new GuardedLine(wan, lan, fail == null ? FailMode.OPEN : fail, GuardOptions.DEFAULT_LIMIT);
    }

    private int attach(GuardedLine line, GuardHome home) {
        home.box().ifPresent(box -> {
            throw new BadInputException(box + ", and attaches the guard itself; end it first");
        });
        try {
            attach(line, policy.isGiven() ? named() : kept().table(), home);
            return ExitCode.OK;
        } catch (NativeCallException refused) {
            err.println("sekimori guard attach: " + refused.getMessage());
            return ExitCode.FAULT;
        }
    }

    /** A box that comes later attaches what can't be now, as long as it finds the folder. */
    private int attachForBox(GuardedLine line, GuardHome home) {
        home.prepare();
        try {
            Optional<String> obstacle = home.box().or(this::noPolicy);
            if (obstacle.isPresent()) {
                leaveToBox(obstacle.get());
            } else {
                attach(line, policy.isGiven() ? named() : kept().table(), home);
            }
        } catch (BadInputException | NativeCallException refused) {
            leaveToBox(refused.getMessage());
        } finally {
            home.giveTo(boxUser);
        }
        return ExitCode.OK;
    }

    private void leaveToBox(String why) {
        say("not guarding yet: " + why + "; left to the box's next start");
    }

    /** The one in force from a box's first frame on is the one that control names; the shipped one may not be it. */
    private Optional<String> noPolicy() {
        return policy.isGiven() || kept().isKept() ? Optional.empty() : Optional.of("no policy has been kept yet");
    }

    private void attach(GuardedLine line, PolicyTable table, GuardHome home) {
        GuardOptions options = new GuardOptions(line.fail(), line.limit(), Optional.of(home.folder()), true);
        try (InterfaceClaims claims = InterfaceClaims.of(line.wan(), line.lan())) {
            new LineGuard(options, err::println).attach(line.wan(), line.lan(), table, home.foundFolder());
        }
        say("guarding: " + line + ", policy '" + table.policyName() + "', fail " + line.fail()
                + "; what needs a box waits for one");
    }

    private PolicyTable named() {
        return PolicyOption.table(policy.origin());
    }

    private StartPolicy kept() {
        return StartPolicy.of(new LastGood(folders.paths().lastGood(), CommandOptions.imageRoomBytes()));
    }

    private void say(String line) {
        err.println(line);
        service.says(line);
    }
}
