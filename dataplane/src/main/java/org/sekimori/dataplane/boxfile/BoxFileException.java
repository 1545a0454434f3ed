package org.sekimori.dataplane.boxfile;

/** A box file can't be made or read; the message is one line for the user. */
public final class BoxFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BoxFileException(String message) {
        super(message);
    }

    BoxFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
