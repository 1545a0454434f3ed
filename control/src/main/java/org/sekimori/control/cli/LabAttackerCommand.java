package org.sekimori.control.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import org.sekimori.control.lab.attack.AttackSender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The lab's stranger, started by the lab inside its WAN. */
@Command(name = "attacker", hidden = true, description = "Part of the lab: sends what its standard input orders.")
final class LabAttackerCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new AttackSender(spec.commandLine().getOut()).serve(orders);
        return ExitCode.OK;
    }
}
