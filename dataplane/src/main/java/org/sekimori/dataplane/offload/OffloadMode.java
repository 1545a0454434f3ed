package org.sekimori.dataplane.offload;

/** What of the policy the kernel does before frames reach the box. */
public enum OffloadMode {
    /** Nothing. */
    OFF("off"),
    /** The most of what follows that this machine can, in the order forward, drop, off. */
    AUTO("auto"),
    /** It drops at the WAN port what the policy drops without asking memory. */
    DROP("drop"),
    /** It also sends on, both ways, what the policy passes: by XDP between cards whose drivers have it, else by tcx. */
    FORWARD("forward"),
    /** As forward, by XDP. */
    FORWARD_XDP("forward-xdp"),
    /** As forward, by tcx. */
    FORWARD_TCX("forward-tcx");

    private final String word;

    OffloadMode(String word) {
        this.word = word;
    }

    @Override
    public String toString() {
        return word;
    }
}
