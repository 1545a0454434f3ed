package org.sekimori.dataplane.ebpf.walk;

/** A policy doesn't fit into a program. */
public final class ProgramTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With a phrase that follows "the policy is too large:". */
    public ProgramTooLargeException(String message) {
        super(message);
    }
}
