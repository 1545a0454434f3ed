package org.sekimori.control.client;

import java.net.SocketTimeoutException;

/** The control process can't be reached, or broke off; the message is one line and says what to look at. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiException(String message) {
        super(message);
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether control is there and says nothing. */
    public boolean isTimeout() {
        return getCause() instanceof SocketTimeoutException;
    }
}
