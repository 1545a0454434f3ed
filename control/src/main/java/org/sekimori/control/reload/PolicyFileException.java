package org.sekimori.control.reload;

import java.util.List;

/** A policy file can't be used; one line for each error. */
public final class PolicyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> errors;

    PolicyFileException(List<String> errors) {
        super(String.join(System.lineSeparator(), errors));
        this.errors = List.copyOf(errors);
    }

    /** A line for each error: file, line, column, what is wrong. */
    public List<String> errors() {
        return errors;
    }
}
