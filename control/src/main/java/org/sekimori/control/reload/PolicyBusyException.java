package org.sekimori.control.reload;

/** Another change has been going on for long; nothing was done. */
public final class PolicyBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PolicyBusyException() {
        super("another change of the policy is going on, and the box is slow to answer; try again");
    }
}
