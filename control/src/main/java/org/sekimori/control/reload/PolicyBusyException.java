package org.sekimori.control.reload;

/** Others have been at it for long; nothing was done. */
public final class PolicyBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyBusyException() {
        this("another change of the policy is going on, and the box is slow to answer; try again");
    }

    PolicyBusyException(String message) {
        super(message);
    }
}
