package org.sekimori.dataplane.ebpf.walk;

import static org.sekimori.dataplane.ebpf.Register.R1;
import static org.sekimori.dataplane.ebpf.Register.R2;
import static org.sekimori.dataplane.ebpf.Register.R3;
import static org.sekimori.dataplane.ebpf.Register.R4;

import org.sekimori.dataplane.ebpf.Assembler;
import org.sekimori.dataplane.ebpf.Condition;
import org.sekimori.dataplane.ebpf.Label;
import org.sekimori.dataplane.ebpf.Operation;
import org.sekimori.dataplane.ebpf.Width;
import org.sekimori.dataplane.frame.UdpPorts;

/**
 * Tells requests from replies, as the decoder's messages do: by DNS' QR bit (RFC 1035 §4.1.1), NTP's mode (RFC 5905 §7.3),
 * LDAP's operation (RFC 4511 §4.2 to §4.14), SSDP's first word, TCP's SYN without ACK. What is too short is a request.
 */
public final class KindCode {
    private static final int UDP_LENGTH_OFFSET = 4;
    private static final int UDP_HEADER = 8;

    private static final int TCP_FLAGS = 13;
    private static final int SYN = 0x02;
    private static final int SYN_AND_ACK = 0x12;

    private static final int DNS_HEADER = 12;
    private static final int DNS_FLAGS = UDP_HEADER + 2;
    private static final int DNS_RESPONSE = 0x80;

    private static final int NTP_MIN = 48;
    private static final int NTP_MODE = 7;
    /** One bit for each mode that answers: 2, 4 and 5. */
    private static final int NTP_REPLIES = 1 << 2 | 1 << 4 | 1 << 5;

    private static final int SSDP_WORD = Long.BYTES;
    private static final long M_SEARCH = 0x6D2D_7365_6172_6368L;
    private static final long M_SEARCH_LOWER_CASE = 0x2000_2020_2020_2020L;
    private static final long NOTIFY = 0x6E6F_7469_6679L;
    private static final long NOTIFY_LOWER_CASE = 0x2020_2020_2020L;
    private static final int NOTIFY_SHIFT = 16;

    private final Draft draft;
    private final Label cannotTell;
    private final Assembler code;

    /** For that program, and where to go where bytes at fixed places don't tell; without a box such messages are requests. */
    public KindCode(Draft draft, Label cannotTell) {
        this.draft = draft;
        this.cannotTell = cannotTell;
        code = draft.code();
    }

    /** Whether bytes at fixed places tell, of datagrams to a port whose protocol has a direction bit. */
    public static boolean canTell(int port) {
        return port != UdpPorts.SNMP;
    }

    /** Goes to one of the labels by a segment's flags. */
    public void writeTcp(Label request, Label reply) {
        code.load(Width.BYTE, R1, Machine.STACK, Machine.TRANSPORT + TCP_FLAGS)
                .compute(Operation.AND, R1, SYN_AND_ACK)
                .jumpIf(Condition.NOT_EQUAL, R1, SYN, reply)
                .jump(request);
    }

    /** Goes to one of the labels by what a datagram to or from that port says, if that can be told. */
    public void writeUdp(int port, Label request, Label reply) {
        writeMessageLength();
        Label untold = draft.station().isAlone() ? request : cannotTell;
        switch (port) {
            case UdpPorts.DNS -> writeDns(request, reply);
            case UdpPorts.NTP -> writeNtp(request, reply);
            case UdpPorts.LDAP -> new LdapCode(draft, untold).write(request, reply);
            case UdpPorts.SSDP -> writeSsdp(request, reply, untold);
            default -> throw new IllegalArgumentException("no direction bit is known for UDP port " + port);
        }
    }

    /** R3: bytes behind the header, as the header says if that fits the packet, else all there are. */
    private void writeMessageLength() {
        Label fits = code.label();
        code.load(Width.HALF, R3, Machine.STACK, Machine.TRANSPORT + UDP_LENGTH_OFFSET)
                .toBigEndian(R3, Short.SIZE)
                .compute(Operation.SUBTRACT, R3, UDP_HEADER)
                .move(R4, Machine.ROOM)
                .compute(Operation.SUBTRACT, R4, UDP_HEADER)
                .jumpIf(Condition.BELOW_OR_EQUAL, R3, R4, fits)
                .move(R3, R4)
                .place(fits);
    }

    private void writeDns(Label request, Label reply) {
        code.jumpIf(Condition.BELOW, R3, DNS_HEADER, request);
        code.load(Width.BYTE, R1, Machine.STACK, Machine.TRANSPORT + DNS_FLAGS)
                .jumpIf(Condition.ANY_BIT, R1, DNS_RESPONSE, reply)
                .jump(request);
    }

    /** The two modes that may be shorter are requests anyway. */
    private void writeNtp(Label request, Label reply) {
        code.jumpIf(Condition.BELOW, R3, NTP_MIN, request);
        code.load(Width.BYTE, R1, Machine.STACK, Machine.TRANSPORT + UDP_HEADER)
                .compute(Operation.AND, R1, NTP_MODE)
                .move(R2, 1)
                .compute(Operation.SHIFT_LEFT, R2, R1)
                .jumpIf(Condition.ANY_BIT, R2, NTP_REPLIES, reply)
                .jump(request);
    }

    private void writeSsdp(Label request, Label reply, Label untold) {
        code.jumpIf(Condition.BELOW, R3, SSDP_WORD, request);
        code.load(Width.BYTE, R1, Machine.STACK, Machine.TRANSPORT + UDP_HEADER)
                .jumpIf(Condition.EQUAL, R1, ' ', untold)
                .compute(Operation.SUBTRACT, R1, '\t')
                .jumpIf(Condition.BELOW_OR_EQUAL, R1, '\r' - '\t', untold)
                .load(Width.DOUBLE, R1, Machine.STACK, Machine.TRANSPORT + UDP_HEADER)
                .toBigEndian(R1, Long.SIZE)
                .move(R2, R1)
                .moveWide(R3, M_SEARCH_LOWER_CASE)
                .compute(Operation.OR, R2, R3)
                .moveWide(R3, M_SEARCH)
                .jumpIf(Condition.EQUAL, R2, R3, request)
                .compute(Operation.SHIFT_RIGHT, R1, NOTIFY_SHIFT)
                .moveWide(R3, NOTIFY_LOWER_CASE)
                .compute(Operation.OR, R1, R3)
                .moveWide(R3, NOTIFY)
                .jumpIf(Condition.NOT_EQUAL, R1, R3, reply)
                .jump(request);
    }
}
