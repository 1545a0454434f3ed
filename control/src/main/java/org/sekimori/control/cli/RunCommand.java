package org.sekimori.control.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "run", description = "Filter inline between two network interfaces.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new BadInputException("run: not built yet");
    }
}
