package org.sekimori.policy.compile;

/** A policy is sound, but takes more room than there is. The message is one line. */
public final class PolicyTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private PolicyTooLargeException(String message) {
        super(message);
    }

    static PolicyTooLargeException image(int maxBytes) {
        return new PolicyTooLargeException("the policy's image would be longer than " + maxBytes
                + " bytes; use fewer rules, or fewer different destination-ports");
    }

    static PolicyTooLargeException regions(int maxRegions) {
        return new PolicyTooLargeException("the rules have more than " + maxRegions
                + " combinations of protocol and destination port in one direction; write neighbouring ports as a range"
                + " (1000-1060), or split fewer rules by port");
    }
}
