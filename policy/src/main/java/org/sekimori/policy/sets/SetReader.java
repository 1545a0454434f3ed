package org.sekimori.policy.sets;

import java.util.List;

/** Reads the networks of a file in whichever format it is written. */
public final class SetReader {
    private static final int UTF16_MARK = 0xFEFF;

    private SetReader() {}

    /** Reads a file; never throws for what it holds. */
    public static SetContents read(String file, byte[] text, SetLayout layout) {
        return read(file, text, layout, true);
    }

    /**
     * Reads a file; never throws for what it holds.
     *
     * @param isQuotable whether errors may quote the text
     */
    public static SetContents read(String file, byte[] text, SetLayout layout, boolean isQuotable) {
        if (isUtf16(text)) {
            return new SetContents(
                    new NetworkEntries(), List.of("'" + file + "' is UTF-16 text; save it as UTF-8"), List.of());
        }
        SetIntake intake = new SetIntake(file, isQuotable);
        switch (layout.formatOf(file, text)) {
            case CSV -> new CsvList(text, layout, intake).read();
            case IPSET -> new IpsetList(text, intake).read();
            default -> readPlain(text, intake);
        }
        return intake.contents();
    }

    private static void readPlain(byte[] text, SetIntake intake) {
        Lines lines = new Lines(text);
        while (lines.next()) {
            lines.cutComment();
            if (!lines.isEmpty()) {
                intake.take(text, lines.start(), lines.end(), lines.number(), false);
            }
        }
    }

    private static boolean isUtf16(byte[] text) {
        if (text.length < Character.BYTES) {
            return false;
        }
        int mark = (text[0] & 0xFF) << Byte.SIZE | text[1] & 0xFF;
        return mark == UTF16_MARK || mark == Character.reverseBytes((char) UTF16_MARK);
    }
}
