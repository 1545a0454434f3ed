package org.sekimori.control.cli;

import java.nio.file.Path;
import java.time.Duration;
import org.sekimori.control.client.ApiClient;
import org.sekimori.dataplane.boxfile.BoxFileWatch;
import org.sekimori.dataplane.command.BoxPaths;
import picocli.CommandLine.Option;

/** Where the running box and control are, for commands that only ask them. */
final class RunDirOption {
    @Option(
            names = "--run-dir",
            paramLabel = "DIR",
            defaultValue = "/run/sekimori",
            description = "Where box and control run (default: ${DEFAULT-VALUE}).")
    private Path runDir;

    /** What control says, over its socket. */
    ApiClient api() {
        return new ApiClient(paths().apiSocket());
    }

    /** The same, for those who have no more patience than that for each wait. */
    ApiClient api(Duration patience) {
        return new ApiClient(paths().apiSocket(), patience);
    }

    /** What the box writes down. */
    BoxFileWatch box() {
        return new BoxFileWatch(paths().boxState());
    }

    /** Whether it is where the package's services run. */
    boolean isDefault() {
        return runDir.equals(BoxPaths.DEFAULT_RUN_DIR);
    }

    BoxPaths paths() {
        return new BoxPaths(runDir, BoxPaths.DEFAULT_STATE_DIR);
    }
}
