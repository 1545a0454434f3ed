package org.sekimori.control.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.linux.InterfaceClaim;
import org.sekimori.dataplane.linux.InterfaceClaimedException;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;
import org.sekimori.dataplane.linux.QuietInterface;
import org.sekimori.dataplane.offload.LineGuard;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Takes the guard away: the line is dark from then on, and its interfaces are as they were found. */
@Command(
        name = "remove",
        description = {
            "Take away the programs that keep the line, which is dark from then on, and put its interfaces back as they were found.",
            "A box that runs is to be ended first. That there is no guard is no fault."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori guard remove"})
final class GuardRemoveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RunDirOption runDir;

    @Override
    public Integer call() {
        try (GuardHome home = GuardHome.enter(runDir.paths(), spec.commandLine().getErr())) {
            home.box().ifPresent(box -> {
                throw new BadInputException(box + ", and has the guard; end it first");
            });
            spec.commandLine().getOut().println(remove(home) ? "removed" : "no guard is there");
            return ExitCode.OK;
        } catch (NativeCallException refused) {
            spec.commandLine().getErr().println("sekimori guard remove: " + refused.getMessage());
            return ExitCode.FAULT;
        }
    }

    private static boolean remove(GuardHome home) {
        List<InterfaceClaim> claims = new ArrayList<>();
        try {
            List<String> silenced = QuietInterface.silenced(home.foundFolder());
            silenced.forEach(name -> claims.add(claim(name)));
            return LineGuard.remove(home.folder(), silenced, home.foundFolder());
        } catch (IOException refused) {
            throw new BadInputException(home.folder() + ": " + OneLine.of(refused), refused);
        } finally {
            claims.forEach(InterfaceClaim::close);
        }
    }

    private static InterfaceClaim claim(String name) {
        NetworkDevice device = NetworkDevice.named(name);
        try {
            return InterfaceClaim.of(device);
        } catch (InterfaceClaimedException taken) {
            device.close();
            throw new BadInputException(
                    "interface '" + name + "': a box has it, " + taken.getMessage() + "; end it first", taken);
        }
    }
}
