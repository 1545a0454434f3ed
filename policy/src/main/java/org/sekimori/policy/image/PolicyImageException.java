package org.sekimori.policy.image;

/** A block of bytes is no policy image that this program may use. The message is one line and names the place. */
public final class PolicyImageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PolicyImageException(String message) {
        super(message);
    }
}
