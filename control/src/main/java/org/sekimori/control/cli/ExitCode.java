package org.sekimori.control.cli;

/** What every command's exit status means. */
public final class ExitCode {
    /** Done, and the answer is yes. */
    public static final int OK = 0;
    /** Done, and the answer is no: a check failed. */
    public static final int NO = 1;
    /** Wrong usage or bad input; nothing was changed. */
    public static final int BAD_INPUT = 2;
    /** A fault of the program itself, or of the machine, after it had begun. */
    public static final int FAULT = 3;

    private ExitCode() {}
}
