package org.sekimori.control.history;

import java.util.Objects;

/**
 * Who wanted a policy.
 *
 * @param name a user, or what else acted; printable and short
 */
public record Author(String name) {
    private static final int LONGEST = 120;

    /** Control itself. */
    public static final Author CONTROL = new Author("control");

    /** Makes the name printable. */
    public Author {
        Objects.requireNonNull(name, "name");
        String printable = name.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        name = printable.substring(0, Math.min(LONGEST, printable.length()));
    }
}
