package org.sekimori.control.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "lab",
        description = "Show the filter at work between network namespaces.",
        mixinStandardHelpOptions = true)
final class LabCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new BadInputException("lab: not built yet");
    }
}
