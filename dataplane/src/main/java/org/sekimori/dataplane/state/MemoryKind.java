package org.sekimori.dataplane.state;

/** The four things a worker remembers. The words are stable and go into machine-readable output. */
public enum MemoryKind {
    FLOWS("flows", "what the inside asked, for rules that match what is solicited"),
    FRAGMENTS("fragments", "packets in fragments, and how their first ones were judged"),
    BUCKETS("buckets", "token buckets of sources, for rules with a rate and for allowed sources"),
    CONNECTIONS("connections", "TCP connections of sources, for rules that count them");

    private final String word;
    private final String meaning;

    MemoryKind(String word, String meaning) {
        this.word = word;
        this.meaning = meaning;
    }

    /** The word in machine-readable output. */
    public String word() {
        return word;
    }

    /** What is remembered, in one phrase. */
    public String meaning() {
        return meaning;
    }
}
