package org.sekimori.dataplane.pcap;

/** A capture file or a libpcap interface can't be used (any further). The message is one line that names it and says why. */
public final class CaptureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
