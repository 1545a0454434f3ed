package org.sekimori.dataplane.command;

/** No box answers, or it stopped answering. The message is one line that names the socket and what to do. */
public final class BoxUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BoxUnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
