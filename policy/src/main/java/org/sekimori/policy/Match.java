package org.sekimori.policy;

/** Which messages of a protocol a rule looks at, told apart by the protocol's own direction bit. */
public enum Match {
    /** Every packet. */
    ALL("all"),
    /** Only what asks: {@link MessageKind#REQUEST}. */
    REQUESTS("requests"),
    /** Only what answers: {@link MessageKind#REPLY}. */
    REPLIES("replies");

    private final String word;

    Match(String word) {
        this.word = word;
    }

    /** The stable, lower-case word used in policies. */
    public String word() {
        return word;
    }

    /** The one {@link MessageKind} this matches; {@link MessageKind#UNKNOWN} for {@link #ALL}, which asks for none. */
    public int messageKind() {
        return switch (this) {
            case ALL -> MessageKind.UNKNOWN;
            case REQUESTS -> MessageKind.REQUEST;
            case REPLIES -> MessageKind.REPLY;
        };
    }
}
