package org.sekimori.control.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sekimori.control.process.UserGroup;
import org.sekimori.dataplane.boxfile.BoxFile;
import org.sekimori.dataplane.boxfile.BoxFileException;
import org.sekimori.dataplane.boxfile.BoxFileReader;
import org.sekimori.dataplane.boxfile.BoxFileShape;
import org.sekimori.dataplane.boxfile.BoxState;
import org.sekimori.dataplane.boxfile.BoxStatus;
import org.sekimori.dataplane.command.BoxLink;
import org.sekimori.dataplane.command.BoxPaths;
import org.sekimori.dataplane.command.LastGood;
import org.sekimori.dataplane.command.OneLine;
import org.sekimori.dataplane.command.ProcessLock;
import org.sekimori.dataplane.command.socket.CommandOptions;
import org.sekimori.dataplane.command.socket.CommandServer;

/**
 * A box's folders: its lock, its mapped file, its socket. A line that is cut is worse than a box nobody can ask, so a
 * folder that can't be written is a warning, and the box does without; another box in the same folder is none.
 */
final class BoxHome implements AutoCloseable {
    /** Within which a service that has ended is started again, on slow machines too. */
    private static final long RESTARTED_NS = TimeUnit.SECONDS.toNanos(30);

    private final BoxPaths paths;
    private final Optional<String> controlUser;
    private final PrintWriter err;
    private final Optional<ProcessLock> lock;
    private final boolean followsWait;
    private final boolean followsDeath;
    private final BoxFile file;
    private Optional<CommandServer> server = Optional.empty();

    private BoxHome(BoxPaths paths, Optional<String> controlUser, BoxFileShape shape, PrintWriter err) {
        this.paths = paths;
        this.controlUser = controlUser;
        this.err = err;
        lock = lock();
        Optional<BoxStatus> before = before(paths.boxState());
        followsWait = before.filter(BoxHome::gaveUpWait).isPresent();
        followsDeath = !followsWait
                && before.filter(status -> status.state() != BoxState.STOPPED).isPresent();
        file = file(shape);
    }

    /** Takes the folders, for a box with a file of that shape. */
    static BoxHome enter(BoxPaths paths, Optional<String> controlUser, BoxFileShape shape, PrintWriter err) {
        controlUser.ifPresent(BoxHome::checkUser);
        return new BoxHome(paths, controlUser, shape, err);
    }

    private static void checkUser(String name) {
        try {
            Path.of("").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(name);
        } catch (UserPrincipalNotFoundException missing) {
            throw new BadInputException("--control-user '" + name + "': there is no such user", missing);
        } catch (IOException problem) {
            throw new BadInputException("--control-user '" + name + "': " + OneLine.of(problem), problem);
        }
    }

    private Optional<ProcessLock> lock() {
        try {
            Optional<ProcessLock> taken = ProcessLock.take(paths.boxLock(), this::warn);
            if (taken.isEmpty()) {
                throw new BadInputException("a box is running already: " + ProcessLock.holder(paths.boxLock())
                        + " holds " + paths.boxLock() + "; a second one wants two other interfaces, and a --run-dir and"
                        + " --state-dir of its own");
            }
            controlUser.ifPresent(user -> letGroup(user, paths.boxRun()));
            return taken;
        } catch (IOException problem) {
            warn(paths.boxRun() + " can't be used: " + OneLine.of(problem));
            return Optional.empty();
        }
    }

    private BoxFile file(BoxFileShape shape) {
        try {
            BoxFile made = BoxFile.create(paths.boxState(), shape);
            controlUser.ifPresent(user -> letGroup(user, paths.boxState()));
            return made;
        } catch (BoxFileException problem) {
            warn(problem.getMessage() + "; nobody can read its counters");
            return BoxFile.inMemory(shape);
        }
    }

    /** A box that runs as root gives its folder and file to the control user's group; any other has the right group. */
    private void letGroup(String user, Path path) {
        try {
            Files.setAttribute(path, "unix:gid", UserGroup.of(user));
        } catch (IOException refused) {
            warn(path + " stays with this process's group: " + OneLine.of(refused));
        }
    }

    private static Optional<BoxStatus> before(Path stateFile) {
        try (BoxFileReader before = BoxFileReader.open(stateFile)) {
            return Optional.of(before.status());
        } catch (BoxFileException none) {
            return Optional.empty();
        }
    }

    /** One that was told to end while it waited says that it has. */
    private static boolean gaveUpWait(BoxStatus before) {
        return before.state() == BoxState.WAITING && before.heartbeatAgeNs() < RESTARTED_NS;
    }

    /** Whether the box before this one waited until a moment ago, so that whoever ordered that start knows. */
    boolean followsWait() {
        return followsWait;
    }

    /** Whether the box before this one ended without a word, so that its line has been cut since. */
    boolean followsDeath() {
        return followsDeath;
    }

    BoxFile file() {
        return file;
    }

    /** Where this box's policy is kept. */
    LastGood lastGood() {
        return new LastGood(paths.lastGood(), CommandOptions.imageRoomBytes());
    }

    /** Takes commands from now on; false where that can't be. */
    boolean open(BoxLink box) {
        CommandOptions options = CommandOptions.of(paths.commandSocket(), System.getProperty("user.name"), controlUser);
        try {
            server = Optional.of(CommandServer.open(options, box, new FaultLog(err, "the command socket")));
            return true;
        } catch (IOException problem) {
            warn(paths.commandSocket() + " can't be made: " + OneLine.of(problem) + "; no policy can be pushed");
            return false;
        }
    }

    private void warn(String what) {
        err.println("warning: " + what);
        err.flush();
    }

    @Override
    public void close() {
        try {
            if (server.isPresent()) {
                server.get().close();
            }
            file.close();
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException problem) {
            warn(paths.boxRun() + ": " + OneLine.of(problem));
        }
    }
}
