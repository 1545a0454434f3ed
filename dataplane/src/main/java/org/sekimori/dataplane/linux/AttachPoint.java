package org.sekimori.dataplane.linux;

/** Where a program runs; the codes are {@code enum bpf_prog_type} and {@code enum bpf_attach_type} of {@code linux/bpf.h}. */
public enum AttachPoint {
    /** On frames that come in, before the kernel has a socket buffer for them, and before packet sockets (links: Linux 5.9). */
    XDP("XDP", 6, 37),
    /** On frames that come in, behind packet sockets (Linux 6.6). */
    TCX_INGRESS("tcx ingress", 3, 46),
    /** On frames that go out, but for those of packet sockets that bypass queueing disciplines (Linux 6.6). */
    TCX_EGRESS("tcx egress", 3, 47),
    /** At a group of packet sockets, to choose among them (Linux 4.3). */
    FANOUT("packet fanout", 1, 0);

    private final String words;
    private final int programType;
    private final int attachType;

    AttachPoint(String words, int programType, int attachType) {
        this.words = words;
        this.programType = programType;
        this.attachType = attachType;
    }

    int programType() {
        return programType;
    }

    int attachType() {
        return attachType;
    }

    @Override
    public String toString() {
        return words;
    }
}
