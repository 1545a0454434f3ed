package org.sekimori.policy.sets;

/** How a file of networks is written. */
public enum SetFormat {
    /** A network, an address or a range a line. */
    PLAIN("plain"),
    /** The same; what such lists are often called. */
    NETSET("netset"),
    /** What {@code ipset save} prints. */
    IPSET("ipset"),
    /** Rows of fields (RFC 4180), one of which is a network, an address or a range. */
    CSV("csv");

    private final String word;

    SetFormat(String word) {
        this.word = word;
    }

    /** The stable, lower-case word used in policies. */
    public String word() {
        return word;
    }
}
