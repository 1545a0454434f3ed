package org.sekimori.dataplane.boxfile;

import java.io.IOException;
import java.nio.file.Path;

/** A box file can't be made or read; the message is one line for the user. */
public final class BoxFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean isForbidden;

    BoxFileException(String message) {
        this(message, null);
    }

    BoxFileException(String message, Throwable cause) {
        this(message, cause, false);
    }

    private BoxFileException(String message, Throwable cause, boolean isForbidden) {
        super(message, cause);
        this.isForbidden = isForbidden;
    }

    static BoxFileException forbidden(Path file, IOException cause) {
        String why = "you may not read '" + file + "'; be root, or a member of the group of the box's folder";
        return new BoxFileException(why, cause, true);
    }

    /** Whether this user may not look, so that nothing is known of a box. */
    public boolean isForbidden() {
        return isForbidden;
    }
}
