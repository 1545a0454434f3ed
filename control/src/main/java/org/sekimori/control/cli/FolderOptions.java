package org.sekimori.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileOwnerAttributeView;
import java.util.List;
import org.sekimori.control.process.UserGroup;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.OwnFolder;
import picocli.CommandLine.Option;

/** The options that say where box and control find each other, alike in every command that needs to know. */
final class FolderOptions {
    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            defaultValue = "/run/sekimori",
            description = "Sockets, counters and locks of the running box and control (default: ${DEFAULT-VALUE}).")
    private Path runDir;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = "/var/lib/sekimori",
            description = "What is kept for the next start: policies, history, token (default: ${DEFAULT-VALUE}).")
    private Path stateDir;

    BoxPaths paths() {
        return new BoxPaths(runDir, stateDir);
    }

    /** Makes control's folders, for that user, which could not make them itself. */
    void giveControl(String user) {
        BoxPaths paths = paths();
        for (Path folder : List.of(paths.controlRun(), paths.controlState())) {
            try {
                OwnFolder.make(folder);
                // the folder itself: a link in its place is not followed
                Files.getFileAttributeView(folder, FileOwnerAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                        .setOwner(folder.getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(user));
                Files.setAttribute(folder, "unix:gid", UserGroup.of(user), LinkOption.NOFOLLOW_LINKS);
            } catch (IOException problem) {
                throw new BadInputException(
                        folder + " can't be given to user '" + user + "': " + OneLine.of(problem), problem);
            }
        }
    }
}
