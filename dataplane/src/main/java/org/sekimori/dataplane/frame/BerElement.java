package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;

/**
 * An element of ASN.1's basic encoding (ITU-T X.690 §8.1), with a tag of one byte and a length of up to four.
 *
 * <pre>
 * +-----+------------------------------------+---------
 * | tag | length: 00 to 7F, or               | content
 * |     |   81 to 84 and as many (1-4) bytes |
 * +-----+------------------------------------+---------
 * </pre>
 *
 * A walk through elements is one {@code int}, the place it has come to, or a negative word when it can't go on.
 */
final class BerElement {
    static final int INTEGER = 0x02;
    static final int OCTET_STRING = 0x04;
    static final int SEQUENCE = 0x30;

    /** In place of an offset: the bytes end before the element does. */
    static final int CUT_OFF = -1;
    /** In place of an offset: another tag, no definite length, or one that is no use here. */
    static final int UNFIT = -2;

    private static final int TAG_LENGTH = 1;
    private static final int LONG_FORM = 0x80;
    private static final int LENGTH_MASK = 0x7F;
    private static final int MAX_LENGTH_BYTES = 4;

    private BerElement() {}

    /** Where the content begins of the element at that offset, which must have that tag. */
    static int enter(UnsafeBuffer frame, int offset, int limit, int tag) {
        if (offset < 0) {
            return offset;
        }
        if (offset >= limit) {
            return CUT_OFF;
        }
        if (FrameBytes.uint8(frame, offset) != tag) {
            return UNFIT;
        }
        int lengthAt = offset + TAG_LENGTH;
        if (lengthAt >= limit) {
            return CUT_OFF;
        }
        int first = FrameBytes.uint8(frame, lengthAt);
        if (first < LONG_FORM) {
            return lengthAt + 1;
        }
        int count = first & LENGTH_MASK;
        if (count == 0 || count > MAX_LENGTH_BYTES) {
            return UNFIT;
        }
        return lengthAt + 1 + count > limit ? CUT_OFF : lengthAt + 1 + count;
    }

    /** Where the element at that offset ends, which must have that tag. */
    static int skip(UnsafeBuffer frame, int offset, int limit, int tag) {
        int content = enter(frame, offset, limit, tag);
        if (content < 0) {
            return content;
        }
        long end = content + length(frame, offset + TAG_LENGTH);
        return end > limit ? CUT_OFF : (int) end;
    }

    /** The same for an element that must have at least one byte of content, and at most {@code max}. */
    static int skipShort(UnsafeBuffer frame, int offset, int limit, int tag, int max) {
        int content = enter(frame, offset, limit, tag);
        if (content < 0) {
            return content;
        }
        long length = length(frame, offset + TAG_LENGTH);
        if (length == 0 || length > max) {
            return UNFIT;
        }
        return content + length > limit ? CUT_OFF : content + (int) length;
    }

    /** The length at that offset, which {@link #enter} has found to be all there. */
    private static long length(UnsafeBuffer frame, int lengthAt) {
        int first = FrameBytes.uint8(frame, lengthAt);
        if (first < LONG_FORM) {
            return first;
        }
        long length = 0;
        for (int i = 1; i <= (first & LENGTH_MASK); i++) {
            length = length << Byte.SIZE | FrameBytes.uint8(frame, lengthAt + i);
        }
        return length;
    }
}
