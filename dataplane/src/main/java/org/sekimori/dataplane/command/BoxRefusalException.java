package org.sekimori.dataplane.command;

/** The box won't, and nothing has changed. The message is one line, the box's own. */
public final class BoxRefusalException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BoxRefusalException(String message) {
        super(message);
    }

    public BoxRefusalException(String message, Throwable cause) {
        super(message, cause);
    }
}
