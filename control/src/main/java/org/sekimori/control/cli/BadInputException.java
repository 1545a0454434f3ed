package org.sekimori.control.cli;

/** Something the user gave can't be used. The message is one line that names the thing, the place and the remedy. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
