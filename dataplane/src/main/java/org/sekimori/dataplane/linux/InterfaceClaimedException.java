package org.sekimori.dataplane.linux;

/** Another box has the interface. The message says which process it is. */
public final class InterfaceClaimedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InterfaceClaimedException(String holder) {
        super(holder);
    }

    InterfaceClaimedException(String holder, Throwable cause) {
        super(holder, cause);
    }
}
