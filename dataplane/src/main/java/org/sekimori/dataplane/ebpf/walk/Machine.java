package org.sekimori.dataplane.ebpf.walk;

import java.nio.ByteOrder;
import org.sekimori.dataplane.ebpf.Register;

/**
 * What registers and stack hold while a frame is walked. Registers 0 to 5 are free for whoever works, and lost in a call.
 *
 * <pre>
 *  stack, below the frame pointer:
 *   -8  context           -20  the rule that passed a packet around this one, plus {@link #AROUND}, or {@link #NONE_AROUND}
 *  -16  depth of layers   -48  key of an address set, 24 bytes
 *  -56  key 0, 4 bytes    -52  key of a verdict's entry, 4 bytes      -60  a number to forget, 4 bytes
 * </pre>
 *
 * What lies below, from -120 down to -216, is for code that follows flows.
 *
 * <p>Of a number that lies at a multiple of 8 the verifier keeps what it knows, and goes through all that follows once for
 * each that comes there by different ways. A number of 4 bytes between two such places it knows nothing of but that it is
 * there, unless it is 0. So what differs from way to way and mustn't multiply the verifier's work lies there, and is never 0.
 */
public final class Machine {
    /** The header at hand; bounds are checked anew for each. */
    public static final Register CURSOR = Register.R6;
    /** Behind the frame's last byte. */
    public static final Register DATA_END = Register.R7;
    /** Bytes from the cursor to where the IP packet ends, or what may hold one. */
    public static final Register ROOM = Register.R8;
    /** The IP header around the transport's; its fixed part is checked. */
    public static final Register IP_HEADER = Register.R9;
    /** The number of the protocol at the cursor, right behind IP's headers. */
    public static final Register PROTOCOL = Register.R5;
    /** The frame pointer. */
    public static final Register STACK = Register.R10;

    public static final int CONTEXT = -8;
    public static final int DEPTH = -16;
    public static final int PASSED_AROUND = -20;
    public static final int ADDRESS_KEY = -48;
    public static final int SLOT_KEY = -52;
    public static final int FIRST_KEY = -56;
    public static final int FORGOTTEN = -60;

    /** Lies at {@link #PASSED_AROUND} if there is no packet around this one, or none that a rule passed. */
    public static final int NONE_AROUND = 1;
    /** What is added to the rule there. */
    public static final int AROUND = 2;

    private static final boolean IS_REVERSED = ByteOrder.nativeOrder() != ByteOrder.BIG_ENDIAN;

    private Machine() {}

    /** A 16-bit number as a load of its bytes in network order gives it. */
    public static int network16(int number) {
        return IS_REVERSED ? Short.reverseBytes((short) number) & 0xFFFF : number;
    }
}
