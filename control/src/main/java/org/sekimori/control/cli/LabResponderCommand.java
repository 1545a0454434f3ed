package org.sekimori.control.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.sekimori.control.lab.server.MonlistResponder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The lab's old camera, started by the lab inside its site. */
@Command(
        name = "responder",
        hidden = true,
        description = "Part of the lab: answers NTP monlist, as no packaged server does.")
final class LabResponderCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--listen", required = true, split = ",", description = "Addresses to answer on.")
    private List<String> addresses;

    @Override
    public Integer call() throws IOException, InterruptedException {
        MonlistResponder.serve(addresses, spec.commandLine().getOut());
        return ExitCode.OK;
    }
}
