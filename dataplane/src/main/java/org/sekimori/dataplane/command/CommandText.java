package org.sekimori.dataplane.command;

import java.nio.file.FileSystemException;

/** Words that fit on one line of the protocol. */
final class CommandText {
    private static final int MAX_LENGTH = 400;

    private CommandText() {}

    /** What went wrong, on one line. */
    static String of(Throwable problem) {
        String message = problem instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : problem.getMessage();
        return oneLine(message == null ? problem.getClass().getSimpleName() : message);
    }

    /** The same without anything that a terminal or the protocol could take amiss, and not too long. */
    static String oneLine(String words) {
        String clean = words.replaceAll("[^ -~]+", " ").strip();
        return clean.length() > MAX_LENGTH ? clean.substring(0, MAX_LENGTH) : clean;
    }
}
