package org.sekimori.policy;

/** Which messages of a protocol a rule looks at, told apart by the protocol's own direction bit or by what the
 * box remembers. */
public enum Match {
    /** Every packet. */
    ALL("all"),
    /** Only what asks: {@link MessageKind#REQUEST}. */
    REQUESTS("requests"),
    /** Only what answers: {@link MessageKind#REPLY}. */
    REPLIES("replies"),
    /** Only what comes in because the inside asked for it. */
    SOLICITED("solicited"),
    /** Only what comes in though nobody inside asked. */
    UNSOLICITED("unsolicited");

    private final String word;

    Match(String word) {
        this.word = word;
    }

    /** The stable, lower-case word used in policies. */
    public String word() {
        return word;
    }

    /** Whether only memory can tell if a packet matches. */
    public boolean needsMemory() {
        return this == SOLICITED || this == UNSOLICITED;
    }
}
