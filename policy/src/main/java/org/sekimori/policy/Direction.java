package org.sekimori.policy;

/** Which way a frame goes through the box. */
public enum Direction {
    /** From the WAN port to the LAN port. */
    INBOUND("inbound"),
    /** From the LAN port to the WAN port. */
    OUTBOUND("outbound");

    private final String word;

    Direction(String word) {
        this.word = word;
    }

    /** The stable, lower-case word used in policies and machine-readable output. */
    public String word() {
        return word;
    }

    /** The other way. */
    public Direction opposite() {
        return this == INBOUND ? OUTBOUND : INBOUND;
    }
}
