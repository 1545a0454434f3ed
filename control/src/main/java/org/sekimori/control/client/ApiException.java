package org.sekimori.control.client;

import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.NoSuchFileException;

/** The control process can't be reached, or broke off; the message is one line and says what to look at. */
public final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApiException(String message) {
        super(message);
    }

    ApiException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether nobody is there to ask. */
    public boolean isAbsence() {
        return getCause() instanceof ConnectException
                || getCause() instanceof NoSuchFileException
                || getCause() instanceof SocketException gone
                        && String.valueOf(gone.getMessage()).contains("No such file");
    }

    /** Whether control is there and says nothing. */
    public boolean isTimeout() {
        return getCause() instanceof SocketTimeoutException;
    }
}
