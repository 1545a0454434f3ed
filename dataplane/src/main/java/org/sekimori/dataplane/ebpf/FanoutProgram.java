package org.sekimori.dataplane.ebpf;

import static org.sekimori.dataplane.ebpf.Register.R0;
import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R10;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;
import static org.sekimori.dataplane.ebpf.Register.R5;
import static org.sekimori.dataplane.ebpf.Register.R6;
import static org.sekimori.dataplane.ebpf.Register.R7;
import static org.sekimori.dataplane.ebpf.Register.R8;
import static org.sekimori.dataplane.ebpf.Register.R9;

import org.sekimori.dataplane.frame.EtherTypes;

/**
 * Tells the kernel which of several packet sockets has a frame: the same for both directions of a conversation, and for all
 * fragments of a packet. It computes the hash of {@code frame.AddressHash} and scales it to the number of sockets, so that its upper bits
 * choose here and its lower ones choose a worker. Frames whose addresses it doesn't see (no IP, MPLS, LLC, too many tags)
 * go to the first socket.
 *
 * <p>The first byte it can read is the one behind the EtherType; the kernel has taken the outermost VLAN tag out by then.
 */
public final class FanoutProgram {
    /** Most VLAN tags in the frame that are looked behind. */
    static final int MAX_TAGS = 8;

    private static final int BUFFER = -32;
    private static final int TAG_LENGTH = 4;
    private static final int TAG_TYPE = 2;
    private static final int PPPOE_LENGTH = 6;
    private static final int PPP_LENGTH = 2;
    private static final int PPP_IPV4 = 0x0021;
    private static final int PPP_IPV6 = 0x0057;
    /** PPP's protocol may leave its first byte out if that is 0; the last one is odd, the first is not. */
    private static final int LAST_BYTE_OF_PPP = 0x01;

    private static final int IPV4_ADDRESSES = 12;
    private static final int IPV6_ADDRESSES = 8;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int HALF = 32;
    private static final int HASH_BITS = 31;

    private static final Register CONTEXT = R6;
    private static final Register OFFSET = R7;
    private static final Register TYPE = R8;
    private static final Register FACTOR = R9;

    private final Factors hash;
    private final Assembler code = new Assembler();
    private final Label ipv4 = code.label();
    private final Label ipv6 = code.label();
    private final Label pppoe = code.label();
    private final Label spread = code.label();
    private final Label first = code.label();

    /**
     * The secret factors of the hash, all odd.
     *
     * @param low  what an address's lower half is multiplied by
     * @param high what an IPv6 address's upper half is multiplied by
     * @param mix  what mixes a sum's bits
     */
    public record Factors(long low, long high, long mix) {}

    private FanoutProgram(Factors hash) {
        this.hash = hash;
    }

    /** For that many sockets, by that hash; it returns the number of one of them. */
    public static EbpfProgram over(int sockets, Factors hash) {
        FanoutProgram program = new FanoutProgram(hash);
        program.writeLink();
        program.writePppoe();
        program.writeIpv4();
        program.writeIpv6();
        program.writeChoice(sockets);
        return program.code.assemble();
    }

    private void writeLink() {
        code.move(CONTEXT, R1)
                .move(OFFSET, 0)
                .load(Width.WORD, TYPE, CONTEXT, TcxDescriptor.PROTOCOL)
                .toBigEndian(TYPE, Short.SIZE);
        for (int tag = 0; tag < MAX_TAGS; tag++) {
            Label tagged = code.label();
            jumpIfPacket();
            code.jumpIf(Condition.EQUAL, TYPE, EtherTypes.VLAN, tagged)
                    .jumpIf(Condition.EQUAL, TYPE, EtherTypes.SERVICE_VLAN, tagged)
                    .jumpIf(Condition.NOT_EQUAL, TYPE, EtherTypes.OLD_SERVICE_VLAN, first)
                    .place(tagged);
            read(0, TAG_LENGTH);
            code.load(Width.HALF, TYPE, R10, BUFFER + TAG_TYPE)
                    .toBigEndian(TYPE, Short.SIZE)
                    .compute(Operation.ADD, OFFSET, TAG_LENGTH);
        }
        jumpIfPacket();
        code.jump(first);
    }

    private void jumpIfPacket() {
        code.jumpIf(Condition.EQUAL, TYPE, EtherTypes.IPV4, ipv4)
                .jumpIf(Condition.EQUAL, TYPE, EtherTypes.IPV6, ipv6)
                .jumpIf(Condition.EQUAL, TYPE, EtherTypes.PPPOE_SESSION, pppoe);
    }

    private void writePppoe() {
        Label protocol = code.label();
        code.place(pppoe);
        read(0, PPPOE_LENGTH + PPP_LENGTH);
        code.compute(Operation.ADD, OFFSET, PPPOE_LENGTH + PPP_LENGTH)
                .load(Width.HALF, TYPE, R10, BUFFER + PPPOE_LENGTH)
                .toBigEndian(TYPE, Short.SIZE)
                .load(Width.BYTE, R2, R10, BUFFER + PPPOE_LENGTH)
                .move(R3, R2)
                .compute(Operation.AND, R3, LAST_BYTE_OF_PPP)
                .jumpIf(Condition.EQUAL, R3, 0, protocol)
                .move(TYPE, R2)
                .compute(Operation.SUBTRACT, OFFSET, 1)
                .place(protocol)
                .jumpIf(Condition.EQUAL, TYPE, PPP_IPV4, ipv4)
                .jumpIf(Condition.EQUAL, TYPE, PPP_IPV6, ipv6)
                .jump(first);
    }

    private void writeIpv4() {
        code.place(ipv4);
        read(IPV4_ADDRESSES, 2 * IPV4_BYTES);
        code.moveWide(FACTOR, hash.mix()).moveWide(R4, hash.low());
        mixIpv4(R1, BUFFER);
        mixIpv4(R2, BUFFER + IPV4_BYTES);
        code.jump(spread);
    }

    /** An address of 32 bits counts as a signed number. */
    private void mixIpv4(Register result, int at) {
        code.load(Width.WORD, result, R10, at)
                .toBigEndian(result, Integer.SIZE)
                .compute(Operation.SHIFT_LEFT, result, HALF)
                .compute(Operation.ARITHMETIC_SHIFT_RIGHT, result, HALF)
                .compute(Operation.MULTIPLY, result, R4);
        mix(result);
    }

    private void writeIpv6() {
        code.place(ipv6);
        read(IPV6_ADDRESSES, 2 * IPV6_BYTES);
        code.moveWide(FACTOR, hash.mix()).moveWide(R5, hash.high()).moveWide(R0, hash.low());
        mixIpv6(R1, BUFFER);
        mixIpv6(R2, BUFFER + IPV6_BYTES);
        code.jump(spread);
    }

    private void mixIpv6(Register result, int at) {
        code.load(Width.DOUBLE, result, R10, at)
                .toBigEndian(result, Long.SIZE)
                .compute(Operation.MULTIPLY, result, R5)
                .load(Width.DOUBLE, R4, R10, at + Long.BYTES)
                .toBigEndian(R4, Long.SIZE)
                .compute(Operation.MULTIPLY, R4, R0)
                .compute(Operation.ADD, result, R4);
        mix(result);
    }

    private void mix(Register value) {
        code.move(R3, value)
                .compute(Operation.SHIFT_RIGHT, R3, HALF)
                .compute(Operation.XOR, value, R3)
                .compute(Operation.MULTIPLY, value, FACTOR);
    }

    /** From the two mixed addresses to a socket. */
    private void writeChoice(int sockets) {
        code.place(spread).compute(Operation.ADD, R1, R2);
        mix(R1);
        code.move(R0, R1)
                .compute(Operation.SHIFT_RIGHT, R0, Long.SIZE - HASH_BITS)
                .compute(Operation.MULTIPLY, R0, sockets)
                .compute(Operation.SHIFT_RIGHT, R0, HASH_BITS)
                .exit()
                .place(first)
                .move(R0, 0)
                .exit();
    }

    /** So many bytes from there on into the buffer; the first socket has the frame if it is too short. */
    private void read(int from, int length) {
        code.move(R1, CONTEXT)
                .move(R2, OFFSET)
                .compute(Operation.ADD, R2, from)
                .move(R3, R10)
                .compute(Operation.ADD, R3, BUFFER)
                .move(R4, length)
                .call(Helper.SKB_LOAD_BYTES)
                .jumpIf(Condition.NOT_EQUAL, R0, 0, first);
    }
}
