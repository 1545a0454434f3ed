package org.sekimori.dataplane.line;

/** The state of a port's link. The words are stable, and the ordinals are those of the box's file: append only. */
public enum LinkState {
    UNKNOWN("unknown", "nobody watches the link", false),
    SETTLING("settling", "was set up and waits for its carrier", false),
    UP("up", "is up", false),
    HELD("held", "is set down because the other port's link is lost", false),
    NO_CARRIER("no-carrier", "has no carrier: cable, or far end", true),
    DOWN("down", "was set down by somebody; 'ip link set NAME up' sets it up", true),
    MISSING("missing", "is gone: unplugged, removed, or in another namespace", true),
    RENAMED("renamed", "was given another name", true);

    private static final LinkState[] BY_ORDINAL = values();

    private final String word;
    private final String meaning;
    private final boolean isFault;

    LinkState(String word, String meaning, boolean isFault) {
        this.word = word;
        this.meaning = meaning;
        this.isFault = isFault;
    }

    public String word() {
        return word;
    }

    /** What it means, as the predicate of a sentence about the port; NAME stands for the interface. */
    public String meaning() {
        return meaning;
    }

    /** Whether the link is lost on this port's own account. */
    public boolean isFault() {
        return isFault;
    }

    /** Whether there is no interface of the name any more. */
    public boolean isAbsent() {
        return this == MISSING || this == RENAMED;
    }

    /** The state of that ordinal, whatever number stands there. */
    public static LinkState of(int ordinal) {
        return ordinal >= 0 && ordinal < BY_ORDINAL.length ? BY_ORDINAL[ordinal] : UNKNOWN;
    }
}
