package org.sekimori.policy.sets;

/** The file of a set can't be read; the message follows on the file's name. */
public final class SetFileException extends Exception {
    private static final long serialVersionUID = 1L;

    public SetFileException(String message) {
        super(message);
    }
}
