package org.sekimori.control.cli;

import java.util.Locale;

/** Numbers with their nouns. */
final class Words {
    private Words() {}

    /** Such as {@code 1 rule} or {@code 1,204 frames}. */
    static String counted(long number, String noun) {
        return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
    }
}
