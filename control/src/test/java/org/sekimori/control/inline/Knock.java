package org.sekimori.control.inline;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.sekimori.control.inline.line.End;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.dataplane.frame.FrameBuilder;

/**
 * A way to knock at the site's SMB port that a filter may not know for one.
 *
 * @param answered whether a Linux host with no box before it answers at all
 * @param frames the plain frames, given the source port
 */
record Knock(String title, boolean answered, IntFunction<List<byte[]>> frames) {
    static final int OPEN_PORT = 5445;
    static final int SMB = 445;

    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int PSH = 0x08;
    private static final int ACK = 0x10;
    private static final int URG = 0x20;
    private static final int ECE = 0x40;
    private static final int CWR = 0x80;
    private static final int TCP = 6;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int SEGMENT = 34;
    private static final int CHECKSUM = 16;
    private static final int FLAGS = 13;
    private static final int DATA_BYTES = 24;
    private static final int OPTION_BYTES = 40;
    private static final byte[] DATA = noOperations(DATA_BYTES);

    @Override
    public String toString() {
        return title;
    }

    static List<Knock> all() {
        return List.of(
                one("SYN", true, port -> v4(port, SYN)),
                one("SYN, IPv6", true, port -> v6().tcp(port, SMB, SYN)),
                one("SYN with data", true, port -> v4(port, SYN).payload(DATA)),
                one(
                        "SYN with bytes behind the packet",
                        true,
                        port -> v4(port, SYN).padTo(120)),
                one("SYN with ECN's bits", true, port -> v4(port, SYN | ECE | CWR)),
                one("SYN with PSH and URG", true, port -> v4(port, SYN | PSH | URG)),
                one("SYN with FIN", false, port -> v4(port, SYN | FIN)),
                one("SYN with RST", false, port -> v4(port, SYN | RST)),
                one("ACK of no connection", true, port -> v4(port, ACK).payload(DATA)),
                one("no flag at all", false, port -> v4(port, 0)),
                one(
                        "SYN behind 40 bytes of IPv4 options",
                        true,
                        port -> v4(port, SYN).ipv4Options(noOperations(OPTION_BYTES))),
                one(
                        "SYN behind destination options, IPv6",
                        true,
                        port -> v6().extension(DESTINATION_OPTIONS, 8).tcp(port, SMB, SYN)),
                new Knock("SYN with a wrong checksum", false, Knock::wronglySummed),
                new Knock("SYN in fragments of 8 bytes", true, port -> pieces(v4(port, SYN), 8, 16)),
                new Knock(
                        "SYN with its flags in the second fragment",
                        true,
                        port -> pieces(v4(port, SYN).payload(DATA), 8)),
                new Knock("flags written over by a second fragment", false, Knock::overwritten));
    }

    private static Knock one(String title, boolean answered, IntFunction<FrameBuilder> frame) {
        return new Knock(title, answered, port -> List.of(frame.apply(port).bytes()));
    }

    /** What asks at a port no rule closes. */
    static byte[] atOpenPort(int sourcePort) {
        return ends().ipv4(Addresses.ATTACKER, Addresses.HOST)
                .tcp(sourcePort, OPEN_PORT, SYN)
                .bytes();
    }

    private static byte[] noOperations(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    private static List<byte[]> wronglySummed(int port) {
        byte[] frame = v4(port, SYN).bytes();
        frame[SEGMENT + CHECKSUM] ^= 0x55;
        return List.of(frame);
    }

    private static List<byte[]> pieces(FrameBuilder whole, int... cuts) {
        byte[] frame = whole.bytes();
        byte[] segment = Arrays.copyOfRange(frame, SEGMENT, frame.length);
        byte[][] pieces = new byte[cuts.length + 1][];
        for (int i = 0; i <= cuts.length; i++) {
            int from = i == 0 ? 0 : cuts[i - 1];
            int to = i == cuts.length ? segment.length : cuts[i];
            pieces[i] = piece(segment, from, to);
        }
        return List.of(pieces);
    }

    /** The source port, which no two knocks share, serves as the datagram's number. */
    private static byte[] piece(byte[] segment, int from, int to) {
        int identification = (segment[0] & 0xFF) << 8 | segment[1] & 0xFF;
        return ends().ipv4(Addresses.ATTACKER, Addresses.HOST)
                .fragment(identification, from, to < segment.length)
                .protocol(TCP)
                .payload(Arrays.copyOfRange(segment, from, to))
                .bytes();
    }

    /** The first fragment says ACK; a later one begins at byte 8 and says SYN (RFC 1858, 4). */
    private static List<byte[]> overwritten(int port) {
        byte[] frame = v4(port, SYN).payload(DATA).bytes();
        byte[] segment = Arrays.copyOfRange(frame, SEGMENT, frame.length);
        byte[] masked = segment.clone();
        masked[FLAGS] = ACK;
        return List.of(piece(masked, 0, DATA_BYTES), piece(segment, 8, segment.length));
    }

    private static FrameBuilder ends() {
        return FrameBuilder.frame().ethernet(End.INSIDE.mac(), End.OUTSIDE.mac());
    }

    private static FrameBuilder v4(int port, int flags) {
        return ends().ipv4(Addresses.ATTACKER, Addresses.HOST).tcp(port, SMB, flags);
    }

    private static FrameBuilder v6() {
        return ends().ipv6(Addresses.ATTACKER_V6, Addresses.HOST_V6);
    }
}
