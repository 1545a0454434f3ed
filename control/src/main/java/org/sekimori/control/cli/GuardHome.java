package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.sekimori.control.process.UserGroup;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.ProcessLock;
import org.sekimori.dataplane.guard.StandingGuard;
import org.sekimori.dataplane.linux.NativeCallException;

/**
 * A guard's folders, held by one command at a time. A box and such a command keep off each other by other means: a command
 * refuses where a box runs in these folders, and a box that starts meanwhile finds its interfaces claimed.
 */
final class GuardHome implements AutoCloseable {
    private final BoxPaths paths;
    private final ProcessLock lock;

    private GuardHome(BoxPaths paths, ProcessLock lock) {
        this.paths = paths;
        this.lock = lock;
    }

    /** Takes the folders. */
    static GuardHome enter(BoxPaths paths, PrintWriter err) {
        Path file = paths.boxRun().resolve("guard.lock");
        try {
            Optional<ProcessLock> taken = ProcessLock.take(file, err::println);
            return new GuardHome(
                    paths,
                    taken.orElseThrow(() -> new BadInputException("another command is at the guard: "
                            + ProcessLock.holder(file) + " holds " + file + "; try again once it is done")));
        } catch (IOException problem) {
            throw new BadInputException(paths.boxRun() + " can't be used: " + OneLine.of(problem), problem);
        }
    }

    /** Where a guard has its names. */
    static Path folder(BoxPaths paths) {
        return paths.boxRun().resolve(EngineOptions.GUARD);
    }

    Path folder() {
        return folder(paths);
    }

    /** Where it is kept how interfaces were found. */
    Path foundFolder() {
        return paths.boxRun();
    }

    /** The box that runs in these folders, if one does. */
    Optional<String> box() {
        OptionalLong process = ProcessLock.holderProcess(paths.boxLock());
        return process.isPresent() ? Optional.of("a box runs, process " + process.getAsLong()) : Optional.empty();
    }

    /** Makes the folder where whoever attaches a guard gives it its names. */
    void prepare() {
        try {
            StandingGuard.prepare(folder());
        } catch (IOException problem) {
            throw new BadInputException(folder() + ": " + OneLine.of(problem), problem);
        } catch (NativeCallException refused) {
            throw new BadInputException(folder() + ": " + refused.getMessage(), refused);
        }
    }

    /** Gives all of it to the user that the box runs as. */
    void giveTo(String user) {
        try {
            StandingGuard.give(folder(), foundFolder(), user, UserGroup.of(user));
        } catch (IOException problem) {
            throw new BadInputException(
                    folder() + " can't be given to user '" + user + "': " + OneLine.of(problem), problem);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException goesWithTheProcess) {
            // and that ends soon
        }
    }
}
