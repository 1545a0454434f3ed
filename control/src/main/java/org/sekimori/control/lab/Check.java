package org.sekimori.control.lab;

import java.util.Locale;

/** One thing that was looked at: what, how it had to be, how it was. */
public record Check(String scene, String what, String expected, String got, boolean isOk) {
    /** The line the user reads. */
    public String line() {
        return String.format(
                Locale.ROOT, "  %-50s expected %-26s got %-38s %s", what, expected, got, isOk ? "ok" : "FAILED");
    }
}
