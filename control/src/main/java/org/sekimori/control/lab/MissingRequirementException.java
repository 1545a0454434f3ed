package org.sekimori.control.lab;

/** This machine or this user can't run the lab; the message is one line that names what is missing and the remedy. */
public final class MissingRequirementException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MissingRequirementException(String message) {
        super(message);
    }
}
