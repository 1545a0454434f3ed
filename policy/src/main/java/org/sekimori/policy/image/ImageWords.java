package org.sekimori.policy.image;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Reads an image where every frame does. Bounds are checked as the buffer checks them, but by the array's own length, which
 * the compiler makes one comparison of.
 */
public final class ImageWords {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ImageDescriptor.BYTE_ORDER);

    private static final VarHandle LONG_WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ImageDescriptor.BYTE_ORDER);

    private ImageWords() {}

    /** The 32 bits at that offset of an image that is a whole array. */
    public static int int32(UnsafeBuffer image, int offset) {
        return (int) WORDS.get(image.byteArray(), offset);
    }

    /** The 64 bits at that offset of an image that is a whole array. */
    public static long int64(UnsafeBuffer image, int offset) {
        return (long) LONG_WORDS.get(image.byteArray(), offset);
    }
}
