package org.sekimori.policy.image;

/**
 * A name, in ASCII.
 *
 * <pre>
 *  +-----------------------------------------------+
 *  | length in bytes, from 1 to 63                 |
 *  +-----------------------------------------------+
 *  | bytes, then 0 up to a multiple of 4           |
 *  +-----------------------------------------------+
 * </pre>
 */
public final class TextDescriptor {
    public static final int LENGTH_OFFSET = 0;
    public static final int BYTES_OFFSET = Integer.BYTES;

    private static final int ALIGNMENT = Integer.BYTES;

    private TextDescriptor() {}

    /** Bytes a text of that length takes, padding included. */
    public static int length(int textLength) {
        return BYTES_OFFSET + (textLength + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
