package org.sekimori.dataplane.linux;

/** The block as two tiny tcx programs (Linux 6.6); the kernel lifts it by itself when this process ends, however it ends. */
final class TcxBlock implements StackBlock {
    /** r0 = TCX_DROP; exit. */
    private static final long[] DROP_ALL = {instruction(0xb7, 0, 0, 0, 2), instruction(0x95, 0, 0, 0, 0)};

    /** r0 = skb->mark; if it is ours, r0 = TCX_NEXT; else r0 = TCX_DROP; exit. */
    private static final long[] DROP_UNMARKED = {
        instruction(0x61, 0, 1, 8, 0),
        instruction(0x15, 0, 0, 2, PacketSocket.FORWARDED_MARK),
        instruction(0xb7, 0, 0, 0, 2),
        instruction(0x95, 0, 0, 0, 0),
        instruction(0xb7, 0, 0, 0, -1),
        instruction(0x95, 0, 0, 0, 0),
    };

    private final int ingressLink;
    private final int egressLink;
    private boolean lifted;

    private TcxBlock(int ingressLink, int egressLink) {
        this.ingressLink = ingressLink;
        this.egressLink = egressLink;
    }

    /**
     * Attaches both programs.
     *
     * @throws NativeCallException where the kernel has no tcx, or CAP_BPF or CAP_NET_ADMIN is missing
     */
    static TcxBlock attach(int interfaceIndex) {
        int ingress = link(DROP_ALL, interfaceIndex, Bpf.TCX_INGRESS);
        try {
            return new TcxBlock(ingress, link(DROP_UNMARKED, interfaceIndex, Bpf.TCX_EGRESS));
        } catch (NativeCallException problem) {
            LibC.close(ingress);
            throw problem;
        }
    }

    private static int link(long[] instructions, int interfaceIndex, int attachType) {
        int program = Bpf.loadClassifier(instructions, attachType);
        try {
            return Bpf.link(program, interfaceIndex, attachType);
        } finally {
            LibC.close(program);
        }
    }

    /** One eBPF instruction ({@code struct bpf_insn}): code, registers, offset, immediate; little-endian machines only. */
    private static long instruction(int code, int destination, int source, int offset, int immediate) {
        return (code & 0xFFL)
                | (destination & 0xFL) << 8
                | (source & 0xFL) << 12
                | (offset & 0xFFFFL) << 16
                | (immediate & 0xFFFF_FFFFL) << 32;
    }

    @Override
    public String kind() {
        return "tcx";
    }

    @Override
    public void close() {
        if (!lifted) {
            lifted = true;
            LibC.close(ingressLink);
            LibC.close(egressLink);
        }
    }
}
