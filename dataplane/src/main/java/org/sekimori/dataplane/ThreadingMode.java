package org.sekimori.dataplane;

/** How many threads the agents share. */
public enum ThreadingMode {
    /** All agents on one thread: right for one or two cores. */
    SHARED("shared"),
    /** A thread for each agent: for boxes with cores to spare. */
    DEDICATED("dedicated");

    private final String word;

    ThreadingMode(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
