package org.sekimori.dataplane.boxfile;

/** What a box says it is doing. Only with a fresh heartbeat is it true. The words are stable. */
public enum BoxState {
    /** The process is there; frames don't flow yet. */
    STARTING("starting"),
    /** Frames flow, by the policy of the notice. */
    FILTERING("filtering"),
    /** The box was told to end, and has put the interfaces back. */
    STOPPED("stopped"),
    /** The process waits for an interface or for its first policy, and has touched no interface; the notice says for what. */
    WAITING("waiting");

    private static final BoxState[] BY_ORDINAL = values();

    private final String word;

    BoxState(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }

    /** The state of that ordinal, whatever number stands there. */
    static BoxState of(int ordinal) {
        return ordinal >= 0 && ordinal < BY_ORDINAL.length ? BY_ORDINAL[ordinal] : STARTING;
    }
}
