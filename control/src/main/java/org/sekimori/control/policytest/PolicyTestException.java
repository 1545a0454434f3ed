package org.sekimori.control.policytest;

/** A case can't be run. The message is one line that names the file and what is wrong with it. */
public final class PolicyTestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyTestException(String message) {
        super(message);
    }

    PolicyTestException(String message, Throwable cause) {
        super(message, cause);
    }
}
