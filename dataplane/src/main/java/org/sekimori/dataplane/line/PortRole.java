package org.sekimori.dataplane.line;

/** Which of the two ports. The ordinal is the port's index everywhere; the words are stable. */
public enum PortRole {
    WAN("wan"),
    LAN("lan");

    private final String word;

    PortRole(String word) {
        this.word = word;
    }

    /** The role for scripts, in lower case. */
    public String word() {
        return word;
    }

    /** The port at the other end. */
    public PortRole other() {
        return this == WAN ? LAN : WAN;
    }
}
