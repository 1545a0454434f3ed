package org.sekimori.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sekimori.control.auth.CredentialException;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.plane.ControlPlane;
import org.sekimori.dataplane.command.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes another token: the one there is can't be shown, since only its hash is kept. */
@Command(
        name = "token",
        description = {
            "Make a new token for the API over TCP, and show it.",
            "The one before holds until control is started again, and never after that."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori token && systemctl restart sekimori-control"})
final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private FolderOptions folders;

    @Override
    public Integer call() {
        Path file = ControlPlane.tokenFile(folders.paths());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.deleteIfExists(file);
            String token = Credentials.open(file).newToken().orElseThrow();
            // control is another user than who calls this, mostly
            Files.setOwner(file, Files.getOwner(file.toAbsolutePath().getParent()));
            spec.commandLine().getOut().println(token);
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (IOException problem) {
            throw new BadInputException(file + " can't be written: " + OneLine.of(problem), problem);
        } catch (CredentialException problem) {
            throw new BadInputException(problem.getMessage(), problem);
        }
    }
}
