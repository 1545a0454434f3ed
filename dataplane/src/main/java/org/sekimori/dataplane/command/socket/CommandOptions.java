package org.sekimori.dataplane.command.socket;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sekimori.policy.image.ImageDescriptor;

/**
 * Where and to whom the box listens.
 *
 * @param socket path of the Unix socket
 * @param users who may command the box, by name
 * @param owner to whom the socket is given, where the box has the right to
 * @param maxImageBytes longest image that is taken
 * @param patience how long a request may take to come in, and its answer to be fetched
 */
public record CommandOptions(
        Path socket, Set<String> users, Optional<String> owner, int maxImageBytes, Duration patience) {
    /** Time for a request to come in. */
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String ROOT = "root";
    /**
     * Images there may be at once: the one in force, the one that returns if it isn't confirmed, the candidate of a
     * comparison, one that comes in and its verified copy; and one part for all the rest.
     */
    private static final int HEAP_PARTS = 6;

    /** Checks that images have bounds. */
    public CommandOptions {
        if (maxImageBytes < 1) {
            throw new IllegalArgumentException("maxImageBytes " + maxImageBytes + ": 1 at least is wanted");
        }
        users = Set.copyOf(users);
    }

    /** For root, the user this process runs as, and maybe the one control runs as. */
    public static CommandOptions of(Path socket, String ownUser, Optional<String> controlUser) {
        Set<String> users = new HashSet<>(Set.of(ROOT));
        users.add(ownUser);
        controlUser.ifPresent(users::add);
        return new CommandOptions(socket, users, controlUser, imageRoomBytes(), PATIENCE);
    }

    /** How long an image this process's heap has room for. */
    public static int imageRoomBytes() {
        long part = Runtime.getRuntime().maxMemory() / HEAP_PARTS;
        return (int) Math.min(part, ImageDescriptor.MAX_LENGTH);
    }
}
