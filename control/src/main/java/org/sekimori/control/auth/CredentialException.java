package org.sekimori.control.auth;

/** The token can't be read, made or trusted; the message is one line and names the file. */
public final class CredentialException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CredentialException(String message) {
        super(message);
    }

    CredentialException(String message, Throwable cause) {
        super(message, cause);
    }
}
