package org.sekimori.control.lab.server;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sekimori.control.lab.net.Namespace;
import org.sekimori.control.lab.net.ProgramProcess;
import org.sekimori.control.lab.net.Undo;
import org.sekimori.control.lab.net.Workspace;

/** What every server needs to be started: where, from which files, and how to be undone. */
public record Site(Namespace namespace, Workspace workspace, Undo undo) {
    private static final String OWN_RUN_SCRIPT = "mount --bind \"$1\" /run && shift && exec \"$@\"";

    /** The same lab, on another machine of it. */
    public Site on(Namespace other) {
        return new Site(other, workspace, undo);
    }

    /**
     * A command line under which {@code /run} is a folder of the lab's own: daemons leave sockets and lock files there, and this machine may
     * run the same ones. Each {@code ip netns exec} has its own mounts, so nobody else sees it.
     */
    List<String> withOwnRun(Path run, List<String> words) {
        List<String> all = new ArrayList<>(List.of("sh", "-c", OWN_RUN_SCRIPT, "sh", run.toString()));
        all.addAll(words);
        return all;
    }

    ProgramProcess program(String title, String folder) {
        return new ProgramProcess(title, workspace.folder(folder).resolve("log"));
    }
}
