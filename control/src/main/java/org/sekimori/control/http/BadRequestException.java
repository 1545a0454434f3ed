package org.sekimori.control.http;

/** The request asks for something that can't be: answered with status 400 and the message as its detail. */
public final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BadRequestException(String message) {
        super(message);
    }
}
