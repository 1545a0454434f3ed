package org.sekimori.control.plane;

/** The control plane can't start. The message is one line. */
public final class ControlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ControlException(String message) {
        super(message);
    }

    ControlException(String message, Throwable cause) {
        super(message, cause);
    }
}
