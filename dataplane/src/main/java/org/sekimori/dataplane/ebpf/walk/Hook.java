package org.sekimori.dataplane.ebpf.walk;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Helper;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.dataplane.ebpf.TcxDescriptor;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.ebpf.XdpDescriptor;

/** Where a program runs: what its context looks like, and the words it answers with. */
public enum Hook {
    /** In the driver, before there is a socket buffer; or right behind it, in generic mode. */
    XDP(XdpDescriptor.DATA, XdpDescriptor.DATA_END, XdpDescriptor.PASS, XdpDescriptor.DROP),
    /** At the ingress of the kernel's stack, with a socket buffer, of which only the head need lie in one piece. */
    TCX(TcxDescriptor.DATA, TcxDescriptor.DATA_END, TcxDescriptor.NEXT, TcxDescriptor.DROP);

    private final int data;
    private final int dataEnd;
    private final int handOn;
    private final int drop;

    Hook(int data, int dataEnd, int handOn, int drop) {
        this.data = data;
        this.dataEnd = dataEnd;
        this.handOn = handOn;
        this.drop = drop;
    }

    /** What the program returns for a frame that goes on, to be judged in user space. */
    public int handOn() {
        return handOn;
    }

    /** What it returns for a frame that goes no further. */
    public int drop() {
        return drop;
    }

    /** Where the context holds the address of the frame's first byte, in 4 bytes. */
    int data() {
        return data;
    }

    /** Where it holds the address behind the last byte that lies there. */
    int dataEnd() {
        return dataEnd;
    }

    /** Whether the frame may be longer than what lies there; then it is a socket buffer, which knows its length. */
    boolean isInPieces() {
        return this == TCX;
    }

    /** Copies bytes of the frame, from an offset on. */
    Helper copies() {
        return this == XDP ? Helper.XDP_LOAD_BYTES : Helper.SKB_LOAD_BYTES;
    }

    /** The length of the frame whose context R1 has, all its pieces included. Loses R0 to R5. */
    void writeLength(Assembler code, Register to) {
        if (isInPieces()) {
            code.load(Width.WORD, to, Register.R1, TcxDescriptor.LENGTH);
        } else {
            code.call(Helper.XDP_GET_BUFF_LEN).move32(to, Register.R0);
        }
    }
}
