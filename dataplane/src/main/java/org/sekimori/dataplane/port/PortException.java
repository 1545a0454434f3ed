package org.sekimori.dataplane.port;

/** A port can't be opened. The message is one line: the interface, what is wrong with it, and the remedy. */
public final class PortException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PortException(String message) {
        super(message);
    }

    public PortException(String message, Throwable cause) {
        super(message, cause);
    }
}
