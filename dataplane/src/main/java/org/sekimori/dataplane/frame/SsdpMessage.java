package org.sekimori.dataplane.frame;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.policy.MessageKind;

/**
 * An SSDP message (UPnP Device Architecture 2.0 §1): a line of HTTP in a datagram. {@code M-SEARCH} asks and
 * {@code NOTIFY} announces; what begins otherwise, as {@code HTTP/1.1 200 OK} does, answers, or isn't SSDP at all but a
 * reply to a port that happens to be 1900.
 *
 * <pre>
 * +-----------------------+------------------------+----------
 * |  white space, lenient |  method, in any case   | rest
 * +-----------------------+------------------------+----------
 *  0                       n                        n + 8
 * </pre>
 */
final class SsdpMessage {
    /** Most white space looked over; no answer begins with that much, so more of it is a request. */
    static final int MAX_LEADING_SPACE = 64;

    private static final int METHOD_LENGTH = Long.BYTES;
    /** "m-search", with a mask that makes letters small and leaves the hyphen. */
    private static final long M_SEARCH = 0x6D2D_7365_6172_6368L;

    private static final long M_SEARCH_LOWER_CASE = 0x2000_2020_2020_2020L;
    /** "notify", at the high end, with a mask that makes letters small. */
    private static final long NOTIFY = 0x6E6F_7469_6679_0000L;

    private static final long NOTIFY_LOWER_CASE = 0x2020_2020_2020_0000L;
    private static final long NOTIFY_MASK = 0xFFFF_FFFF_FFFF_0000L;

    /** "http/", five bytes of eight; the mask makes letters small. */
    private static final long HTTP = 0x68_7474_702FL;

    private static final long HTTP_LOWER_CASE = 0x2020_2020_0000_0000L;
    private static final int HTTP_SHIFT = 24;

    private SsdpMessage() {}

    /** The kind of the message from {@code offset} to {@code readableEnd}; fewer than 8 bytes of text are too short. */
    static int kind(UnsafeBuffer frame, int offset, int readableEnd) {
        int lastStart = Math.min(readableEnd - METHOD_LENGTH, offset + MAX_LEADING_SPACE);
        int start = offset;
        while (start <= lastStart && isWhiteSpace(FrameBytes.uint8(frame, start))) {
            start++;
        }
        if (start > readableEnd - METHOD_LENGTH) {
            return UdpMessage.TOO_SHORT;
        }
        return start > lastStart || isRequestMethod(FrameBytes.int64(frame, start))
                ? MessageKind.REQUEST
                : MessageKind.REPLY;
    }

    /** Whether the message begins as every answer does: {@code HTTP/}, in any case. */
    static boolean isAnswer(UnsafeBuffer frame, int offset, int readableEnd) {
        return readableEnd - offset >= METHOD_LENGTH
                && (FrameBytes.int64(frame, offset) | HTTP_LOWER_CASE) >>> HTTP_SHIFT == HTTP;
    }

    private static boolean isRequestMethod(long text) {
        return (text | M_SEARCH_LOWER_CASE) == M_SEARCH || ((text | NOTIFY_LOWER_CASE) & NOTIFY_MASK) == NOTIFY;
    }

    /** Space, and tab to carriage return. */
    private static boolean isWhiteSpace(int character) {
        return character == ' ' || (character >= '\t' && character <= '\r');
    }
}
