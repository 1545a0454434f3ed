package org.sekimori.control.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "replay", description = "Run capture files through the filter.", mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new BadInputException("replay: not built yet");
    }
}
