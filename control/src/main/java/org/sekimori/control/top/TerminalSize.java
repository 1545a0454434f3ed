package org.sekimori.control.top;

/** How much fits on a screen. */
public record TerminalSize(int rows, int columns) {
    /** Where there is no screen. */
    public static final TerminalSize UNBOUNDED = new TerminalSize(1000, 1000);
}
