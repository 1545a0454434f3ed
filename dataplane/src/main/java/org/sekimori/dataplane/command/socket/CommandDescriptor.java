package org.sekimori.dataplane.command.socket;

/**
 * What goes over the command socket: one request and one answer a connection, both ASCII lines, the request's followed by
 * an image's bytes where the word asks for one.
 *
 * <pre>
 *  sekimori/1 push LENGTH SECONDS \n  LENGTH bytes      ok EPOCH CHECKSUM kept|unkept REMARK \n
 *  sekimori/1 confirm \n                                ok EPOCH CHECKSUM kept|unkept REMARK \n
 *  sekimori/1 revert \n                                 ok EPOCH CHECKSUM kept|unkept REMARK \n
 *  sekimori/1 whatif-begin LENGTH SECONDS \n  LENGTH bytes  done \n
 *  sekimori/1 whatif-end \n                             done \n
 *  sekimori/1 capture-drops SECONDS BYTES \n            done \n
 *  anything else                                        no REASON \n
 * </pre>
 *
 * <p>One blank parts words; numbers are decimal, the checksum is eight hexadecimal digits.
 */
final class CommandDescriptor {
    /** Begins every request; the number goes up when older boxes could take a request amiss. */
    static final String GREETING = "sekimori/1";
    /** Longest request line, its end included. */
    static final int MAX_REQUEST_LINE = 64;
    /** Longest answer, its end included. */
    static final int MAX_ANSWER_LINE = 1024;
    /** Most digits of a number. */
    static final int MAX_DIGITS = 9;

    static final String OK = "ok";
    static final String DONE = "done";
    static final String NO = "no";
    static final String KEPT = "kept";
    static final String UNKEPT = "unkept";

    private CommandDescriptor() {}
}
