package org.sekimori.control.lab.net;

/** The lab itself could not be built or kept up; the message is one line. What the filter does wrong is a failed check instead. */
public final class LabFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LabFaultException(String message) {
        super(message);
    }

    public LabFaultException(String message, Throwable cause) {
        super(message, cause);
    }
}
