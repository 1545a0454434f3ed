package org.sekimori.dataplane.command.socket;

/** Bytes on the command socket that are no request, or no answer. The message is one line. */
final class CommandFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandFormatException(String message) {
        super(message);
    }
}
