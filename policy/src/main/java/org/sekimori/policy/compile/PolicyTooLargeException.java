package org.sekimori.policy.compile;

/** A policy is sound, but its image would be longer than an image may be. The message is one line. */
public final class PolicyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyTooLargeException(int maxBytes) {
        super("the policy's image would be longer than " + maxBytes + " bytes; use fewer rules, or fewer different"
                + " destination-ports");
    }
}
