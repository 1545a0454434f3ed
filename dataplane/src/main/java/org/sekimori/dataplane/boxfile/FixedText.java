package org.sekimori.dataplane.boxfile;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Text in a place of fixed length: two bytes that say how many follow, then UTF-8. What is too long is cut. */
final class FixedText {
    private static final int CONTINUATION_MASK = 0xC0;
    private static final int CONTINUATION = 0x80;
    private static final char NO_CHARACTER = '?';

    private FixedText() {}

    /** Writes the text into a place of that many bytes. */
    static void write(MutableDirectBuffer buffer, int at, int placeBytes, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, placeBytes - Short.BYTES);
        if (length < bytes.length) {
            while (length > 0 && (bytes[length] & CONTINUATION_MASK) == CONTINUATION) {
                length--;
            }
        }
        buffer.putBytes(at + Short.BYTES, bytes, 0, length);
        buffer.putShort(at, (short) length);
    }

    /** Reads what stands there, whatever it is, as one line without control characters. */
    static String read(DirectBuffer buffer, int at, int placeBytes) {
        int length = Math.min(buffer.getShort(at) & 0xFFFF, placeBytes - Short.BYTES);
        byte[] bytes = new byte[length];
        buffer.getBytes(at + Short.BYTES, bytes);
        StringBuilder text = new StringBuilder(new String(bytes, StandardCharsets.UTF_8));
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                text.setCharAt(i, NO_CHARACTER);
            }
        }
        return text.toString();
    }
}
