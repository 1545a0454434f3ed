package org.sekimori.dataplane.command;

import java.nio.file.FileSystemException;

/** Words that fit on one line, whoever wrote them. */
public final class OneLine {
    private static final int MAX_LENGTH = 400;

    private OneLine() {}

    /** What went wrong, on one line. */
    public static String of(Throwable problem) {
        String message = problem instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : problem.getMessage();
        return clean(message == null ? problem.getClass().getSimpleName() : message);
    }

    /** The same without anything that a terminal or the protocol could take amiss, and not too long. */
    public static String clean(String words) {
        String clean = words.replaceAll("[^ -~]+", " ").strip();
        return clean.length() > MAX_LENGTH ? clean.substring(0, MAX_LENGTH) : clean;
    }
}
