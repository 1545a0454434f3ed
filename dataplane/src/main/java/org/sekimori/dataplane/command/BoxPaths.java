package org.sekimori.dataplane.command;

import java.nio.file.Path;

/**
 * Where box and control find each other. Each owns one folder in both, which the other only reads.
 *
 * @param runDir what lives as long as the processes
 * @param stateDir what must outlive them
 */
public record BoxPaths(Path runDir, Path stateDir) {
    public static final Path DEFAULT_RUN_DIR = Path.of("/run/sekimori");
    public static final Path DEFAULT_STATE_DIR = Path.of("/var/lib/sekimori");

    /** The folder of what the box makes while it runs. */
    public Path boxRun() {
        return runDir.resolve("box");
    }

    /** The mapped file: counters, events, state. */
    public Path boxState() {
        return boxRun().resolve("state");
    }

    /** Where the box listens. */
    public Path commandSocket() {
        return boxRun().resolve("command.sock");
    }

    /** Held by the box that runs. */
    public Path boxLock() {
        return boxRun().resolve("lock");
    }

    /** The image the box begins with. */
    public Path lastGood() {
        return stateDir.resolve("box").resolve("last-good.image");
    }

    /** The folder of what control makes while it runs. */
    public Path controlRun() {
        return runDir.resolve("control");
    }

    /** Where control listens to local commands. */
    public Path apiSocket() {
        return controlRun().resolve("api.sock");
    }

    /** Held by the control process that runs. */
    public Path controlLock() {
        return controlRun().resolve("lock");
    }

    /** The folder of what control keeps. */
    public Path controlState() {
        return stateDir.resolve("control");
    }
}
