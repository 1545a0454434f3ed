package org.sekimori.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sekimori.control.auth.CredentialException;
import org.sekimori.control.auth.Credentials;
import org.sekimori.control.client.ApiAnswer;
import org.sekimori.control.client.ApiClient;
import org.sekimori.control.client.ApiException;
import org.sekimori.control.client.JsonBody;
import org.sekimori.control.plane.ControlPlane;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.ProcessUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Makes another token: the one there is can't be shown, since only its hash is kept. Control makes it, where it runs. Else this
 * process does, as the user whose folder the hash is kept in: in a folder of somebody else's, root would follow whatever links
 * that user had put there.
 */
@Command(
        name = "token",
        description = {
            "Make a new token for the API over TCP, and show it.",
            "The one before ends at once, and so do sessions and streams that were opened with it."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  sekimori token"})
final class TokenCommand implements Callable<Integer> {
    private static final String TOKEN = "[A-Za-z0-9_-]{20,128}";

    @Spec
    private CommandSpec spec;

    @Mixin
    private FolderOptions folders;

    @Override
    public Integer call() {
        BoxPaths paths = folders.paths();
        try {
            return fromControl(new ApiClient(paths.apiSocket()));
        } catch (ApiException noAnswer) {
            return noAnswer.isAbsence() ? show(asOwner(paths)) : fault(noAnswer.getMessage());
        }
    }

    private int fromControl(ApiClient api) {
        ApiAnswer answer = api.call("POST", "/api/v1/token", new byte[0]);
        String token = JsonBody.of(answer).text("token");
        if (!answer.isSuccess()) {
            return fault(ApiProblem.detail(answer));
        }
        return token.matches(TOKEN) ? show(token) : fault("control answers with what is no token");
    }

    private static String asOwner(BoxPaths paths) {
        Path folder = paths.controlState();
        try {
            becomeOwner(folder);
            return Credentials.renew(ControlPlane.tokenFile(paths));
        } catch (IOException problem) {
            throw new BadInputException(folder + ": " + OneLine.of(problem), problem);
        } catch (CredentialException | NativeCallException problem) {
            throw new BadInputException(problem.getMessage(), problem);
        }
    }

    private static void becomeOwner(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadInputException(
                    folder + ": not there yet; 'sekimori control' makes it, and a token, at its first start");
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new BadInputException(folder + ": is no folder, but a link or a file; remove it");
        }
        Map<String, Object> owner = Files.readAttributes(folder, "unix:uid,gid", LinkOption.NOFOLLOW_LINKS);
        int user = (Integer) owner.get("uid");
        int own = ProcessUser.own();
        if (user == own) {
            return;
        }
        if (own != ProcessUser.ROOT) {
            throw new BadInputException(folder + ": belongs to user "
                    + Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName()
                    + "; run this as that user, or as root");
        }
        ProcessUser.become(user, (Integer) owner.get("gid"));
    }

    private int show(String token) {
        spec.commandLine().getOut().println(token);
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private int fault(String line) {
        spec.commandLine().getErr().println(spec.qualifiedName() + ": " + line);
        return ExitCode.FAULT;
    }
}
