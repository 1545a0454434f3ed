package org.sekimori.dataplane.ebpf.walk;

import java.nio.ByteOrder;
import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Register;
import org.sekimori.policy.Cidr;

/**
 * What registers and stack hold while a frame is walked. Registers 0 to 5 are free for whoever works, and lost in a call.
 *
 * <pre>
 *  stack, below the frame pointer:
 *   -24  transport window, 20 bytes: the first bytes at {@link #OFFSET}         (-20, its second word: a verdict's key, at the end)
 *   -44  IPv4 header, its fixed part      -64  IPv6 header; both end where the transport window begins
 *   -68  a number to forget, 4 bytes      -72  key 0, 4 bytes
 *   -76  key of a verdict's entry, where the walk goes on after counting
 *   -80  number of extension headers      -104 key of an address set, 24 bytes
 * </pre>
 *
 * What lies below, from -120 down to -216, is for code that follows flows.
 *
 * <p>The program loads with CAP_BPF alone, without CAP_PERFMON, so that the verifier's mitigations of Spectre stay in place.
 * Then nothing is subtracted from a pointer, and no register is added to one: headers at places that differ from frame to
 * frame are copied to the windows by a helper, which takes an offset as a number. The verifier puts a barrier, of some 8 ns,
 * behind each store to the stack that isn't known to have been written before, and behind each that replaces a whole 8-byte
 * number or one at a multiple of 8. A helper's copy costs 5 ns and marks all it wrote as written. So what every frame needs is in
 * registers and in the windows.
 *
 * <p>Of a number that lies at a multiple of 8 the verifier keeps what it knows, and goes through all that follows once for
 * each that comes there by different ways. A number of 4 bytes between two such places it knows nothing of but that it is
 * there, unless it is 0. So what differs from way to way and mustn't multiply the verifier's work lies there, and is never 0.
 */
public final class Machine {
    /** How many bytes into the frame the header at hand begins; the transport's, once its rules are tried. */
    public static final Register OFFSET = Register.R6;
    /** The context. */
    public static final Register CONTEXT = Register.R7;
    /** Bytes from the header at hand to where the IP packet ends, or what may hold one. */
    public static final Register ROOM = Register.R8;
    /**
     * The frame's length, in the lower half; from {@link #AROUND_SHIFT} on the rule that passed a packet around this one,
     * plus 1, or 0 for none; from {@link #DEPTH_SHIFT} on the number of packets around.
     */
    public static final Register FRAME = Register.R9;
    /** The number of the protocol at hand, right behind IP's headers. */
    public static final Register PROTOCOL = Register.R5;
    /** The frame pointer. */
    public static final Register STACK = Register.R10;

    /** Where {@link #FRAME} has the rule around. */
    public static final int AROUND_SHIFT = 32;
    /** Where {@link #FRAME} has the number of packets around. */
    public static final int DEPTH_SHIFT = 56;
    /** The highest number there. */
    public static final int MAX_AROUND = (1 << DEPTH_SHIFT - AROUND_SHIFT) - 1;

    /** The transport's header and what follows, where the verifier lets 8 bytes be loaded at once from byte 8 on. */
    public static final int TRANSPORT = -24;
    /** Bytes of the transport window. */
    public static final int TRANSPORT_BYTES = 20;

    public static final int IPV4_HEADER = TRANSPORT - 20;
    public static final int IPV6_HEADER = TRANSPORT - 40;
    public static final int ADDRESS_KEY = -104;
    /** Bytes that the longest key of an address set takes. */
    public static final int ADDRESS_KEY_BYTES = 24;

    public static final int FIRST_KEY = -72;
    /** Part of the transport window, of 2 bytes: a datagram's checksum, which nobody looks at. */
    public static final int UDP_CHECKSUM = TRANSPORT + 6;
    /** Part of the transport window, which nobody needs any more then. */
    static final int LAST_SLOT_KEY = TRANSPORT + 4;

    static final int SLOT_KEY = -76;
    static final int EXTENSIONS = -80;
    static final int FORGOTTEN = -68;

    private static final boolean IS_REVERSED = ByteOrder.nativeOrder() != ByteOrder.BIG_ENDIAN;

    private Machine() {}

    /** Where the stack has the header of that IP version. */
    public static int ipHeader(int ipVersion) {
        return ipVersion == Cidr.IPV4 ? IPV4_HEADER : IPV6_HEADER;
    }

    /**
     * The frame's length. Shifted, the number isn't tied to {@link #FRAME}, of which the verifier would know more by each
     * comparison: then it follows what a processor may do by mistake where the next one can't come out otherwise.
     */
    static void writeLength(Assembler code, Register to) {
        code.move(to, FRAME)
                .compute(Operation.SHIFT_LEFT, to, AROUND_SHIFT)
                .compute(Operation.SHIFT_RIGHT, to, AROUND_SHIFT);
    }

    /** A 16-bit number as a load of its bytes in network order gives it. */
    public static int network16(int number) {
        return IS_REVERSED ? Short.reverseBytes((short) number) & 0xFFFF : number;
    }
}
