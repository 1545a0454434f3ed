package org.sekimori.dataplane.ebpf.walk;

/** What becomes of frames that only the box could judge, while no box is there. */
public enum FailMode {
    /** They pass. */
    OPEN("open"),
    /** They are dropped. */
    CLOSED("closed");

    private final String word;

    FailMode(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
