package org.sekimori.dataplane.offload;

/** What of the policy the kernel does before frames reach the box. */
public enum OffloadMode {
    /** Nothing. */
    OFF("off"),
    /** It drops at the WAN port what the policy drops without asking memory. */
    DROP("drop");

    private final String word;

    OffloadMode(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
