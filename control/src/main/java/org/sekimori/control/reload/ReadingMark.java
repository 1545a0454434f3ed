package org.sekimori.control.reload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Remembers on disk which policy file is being read. A file that ends the process each time it is read, because it takes
 * more memory than there is, would else be read anew by every process that follows, and none of them would ever answer.
 */
final class ReadingMark {
    /** Readings that never ended: one may be a power cut, two are the file. */
    static final int MOST_DEATHS = 2;

    /** For processes that keep nothing. */
    static final ReadingMark NONE = new ReadingMark(Optional.empty(), line -> {});

    private final Optional<Path> file;
    private final Consumer<String> log;

    private ReadingMark(Optional<Path> file, Consumer<String> log) {
        this.file = file;
        this.log = log;
    }

    /** Keeps the mark in that file. */
    static ReadingMark in(Path file, Consumer<String> log) {
        return new ReadingMark(Optional.of(file), log);
    }

    /** Whether readings of a policy file, as it is now, have ended the process too often. */
    boolean isDeadly(Path policy) {
        return deaths(policy) >= MOST_DEATHS;
    }

    /** A reading begins. */
    void begin(Path policy) {
        int deaths = deaths(policy);
        file.ifPresent(mark -> {
            try {
                Files.writeString(mark, (deaths + 1) + " " + identity(policy));
            } catch (IOException full) {
                log.accept("that " + policy + " is being read can't be noted in " + mark + ": " + full.getMessage());
            }
        });
    }

    /** The reading has ended, whatever came of it. */
    void end() {
        file.ifPresent(mark -> {
            try {
                Files.deleteIfExists(mark);
            } catch (IOException stays) {
                log.accept("the note that a policy is being read can't be removed: " + stays.getMessage());
            }
        });
    }

    /** How many readings of the file as it is now have begun and never ended. */
    private int deaths(Path policy) {
        try {
            String[] words = file.isEmpty() || !Files.exists(file.get())
                    ? new String[0]
                    : Files.readString(file.get(), StandardCharsets.UTF_8).split(" ", 2);
            boolean isSame = words.length == 2 && words[1].equals(identity(policy));
            return isSame && words[0].matches("[0-9]{1,4}") ? Integer.parseInt(words[0]) : 0;
        } catch (IOException unreadable) {
            return 0;
        }
    }

    private static String identity(Path policy) {
        return policy + " " + FileStamp.of(policy);
    }
}
