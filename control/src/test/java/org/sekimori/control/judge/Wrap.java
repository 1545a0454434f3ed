package org.sekimori.control.judge;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.UnaryOperator;

/**
 * Steps from a packet to one that carries it, written down byte by byte from the RFCs, and without anything of the filter.
 * They go from the inside out: {@code in4().andThen(vlan(0x8100, 5))} is a packet in IPv4 behind a tag.
 */
final class Wrap {
    private static final byte[] IPV6_ENDS =
            HexFormat.of().parseHex("20010db8000000000000000000000001" + "20010db8ffff00000000000000000002");
    private static final byte[] IPV4_ENDS = HexFormat.of().parseHex("c0000201" + "c6336402");
    private static final int IN_IPV4 = 4;
    private static final int IN_IPV6 = 41;
    private static final int GRE = 47;
    private static final int ETHER_IP = 97;
    private static final int ETHERNET_IN_GRE = 0x6558;
    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int NEXT_HEADER_AT = 6;
    private static final int PROTOCOL_AT = 9;

    private Wrap() {}

    private static Packet packet(int etherType, byte[]... parts) {
        ByteBuffer bytes = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            bytes.put(part);
        }
        return new Packet(etherType, bytes.array());
    }

    private static byte[] shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Short.BYTES);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.array();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** IEEE 802.1Q. */
    static UnaryOperator<Packet> vlan(int tpid, int control) {
        return inner -> packet(tpid, shorts(control, inner.etherType()), inner.bytes());
    }

    /** RFC 2516, with the PPP protocol of IPv4 or IPv6. */
    static UnaryOperator<Packet> pppoe() {
        return inner -> packet(
                0x8864,
                shorts(0x1100, 0x1234, inner.length() + Short.BYTES, inner.isIpv4() ? 0x0021 : 0x0057),
                inner.bytes());
    }

    /** RFC 3032: so many labels, the last with the bottom mark. */
    static UnaryOperator<Packet> mpls(int labels) {
        return inner -> {
            byte[] stack = new byte[labels * Integer.BYTES];
            for (int i = 0; i < labels; i++) {
                int bottom = i == labels - 1 ? 0x100 : 0;
                ByteBuffer.wrap(stack).putInt(i * Integer.BYTES, 100 + i << 12 | bottom | 64);
            }
            return packet(0x8847, stack, inner.bytes());
        };
    }

    /** IEEE 802.2 with SNAP (RFC 1042): a length stands where the EtherType would. */
    static UnaryOperator<Packet> snap() {
        return inner -> packet(inner.length() + 8, hex("aaaa03000000"), shorts(inner.etherType()), inner.bytes());
    }

    /** Bytes behind the packet that it knows nothing of. */
    static UnaryOperator<Packet> trailer(int length) {
        byte[] junk = new byte[length];
        Arrays.fill(junk, (byte) 0x35);
        return inner -> packet(inner.etherType(), inner.bytes(), junk);
    }

    /** RFC 2003 and RFC 4213. */
    static UnaryOperator<Packet> in4(String options) {
        return inner -> ipv4(inner.isIpv4() ? IN_IPV4 : IN_IPV6, hex(options), inner.bytes());
    }

    private static Packet ipv4(int protocol, byte[] options, byte[]... payload) {
        byte[] body = packet(0, payload).bytes();
        int length = IPV4_HEADER + options.length;
        byte[] head = shorts(0x4000 | length / 4 << 8, length + body.length, 7, 0, 64 << 8 | protocol, 0);
        return packet(Packet.IPV4, head, IPV4_ENDS, options, body);
    }

    /** RFC 2473; extension headers in hex, with the inner protocol as {@code NN}, and the first one's number. */
    static UnaryOperator<Packet> in6(int firstHeader, String extensions) {
        return inner -> {
            int protocol = inner.isIpv4() ? IN_IPV4 : IN_IPV6;
            byte[] chain = hex(extensions.replace("NN", String.format("%02x", protocol)));
            return ipv6(chain.length == 0 ? protocol : firstHeader, chain, inner.bytes());
        };
    }

    static UnaryOperator<Packet> in6() {
        return in6(0, "");
    }

    private static Packet ipv6(int nextHeader, byte[]... payload) {
        byte[] body = packet(0, payload).bytes();
        return packet(Packet.IPV6, shorts(0x6000, 0, body.length, nextHeader << 8 | 64), IPV6_ENDS, body);
    }

    /** RFC 2784 and RFC 2890, in IPv4: flags, then the fields they announce. */
    static UnaryOperator<Packet> gre(int flags, String fields) {
        return inner -> ipv4(GRE, new byte[0], shorts(flags, inner.etherType()), hex(fields), inner.bytes());
    }

    /** The same in IPv6. */
    static UnaryOperator<Packet> greIn6(int flags, String fields) {
        return inner -> ipv6(GRE, shorts(flags, inner.etherType()), hex(fields), inner.bytes());
    }

    /** A whole Ethernet frame in GRE (RFC 1701's transparent bridging). */
    static UnaryOperator<Packet> etherInGre() {
        return inner -> ipv4(GRE, new byte[0], shorts(0, ETHERNET_IN_GRE), inner.frame());
    }

    /** RFC 3378. */
    static UnaryOperator<Packet> etherIp() {
        return inner -> ipv4(ETHER_IP, new byte[0], shorts(0x3000), inner.frame());
    }

    /** PPP in GRE (RFC 2637), with a sequence number. */
    static UnaryOperator<Packet> pptp() {
        return inner -> ipv4(
                GRE,
                new byte[0],
                shorts(0x3001, 0x880B, inner.length() + 4, 7, 0, 1, 0xFF03, inner.isIpv4() ? 0x0021 : 0x0057),
                inner.bytes());
    }

    /** IPv4 options put into the packet's own header (RFC 791); whole words. */
    static UnaryOperator<Packet> options(String options) {
        return packet -> {
            byte[] added = hex(options);
            byte[] old = packet.bytes();
            int headerLength = (old[0] & 15) * 4;
            Packet longer = packet(
                    Packet.IPV4,
                    Arrays.copyOf(old, headerLength),
                    added,
                    Arrays.copyOfRange(old, headerLength, old.length));
            ByteBuffer head = ByteBuffer.wrap(longer.bytes());
            head.put(0, (byte) (0x40 | (headerLength + added.length) / 4));
            head.putShort(2, (short) longer.length());
            return longer;
        };
    }

    /** An AH (RFC 4302) between the IPv4 header and what follows. */
    static UnaryOperator<Packet> authenticated4() {
        return packet -> {
            byte[] old = packet.bytes();
            int headerLength = (old[0] & 15) * 4;
            byte[] header =
                    hex(String.format("%02x04000000000007000000010000000000000000000000", old[PROTOCOL_AT]) + "00");
            Packet longer = packet(
                    Packet.IPV4,
                    Arrays.copyOf(old, headerLength),
                    header,
                    Arrays.copyOfRange(old, headerLength, old.length));
            ByteBuffer.wrap(longer.bytes()).putShort(2, (short) longer.length()).put(PROTOCOL_AT, (byte) 51);
            return longer;
        };
    }

    /** An IPv6 extension header (RFC 8200) put in front of those the packet has; its first byte is set to what follows. */
    static UnaryOperator<Packet> extension(int number, String header) {
        return packet -> {
            byte[] old = packet.bytes();
            byte[] added = hex(header);
            added[0] = old[NEXT_HEADER_AT];
            Packet longer = packet(
                    Packet.IPV6,
                    Arrays.copyOf(old, IPV6_HEADER),
                    added,
                    Arrays.copyOfRange(old, IPV6_HEADER, old.length));
            ByteBuffer.wrap(longer.bytes())
                    .putShort(4, (short) (longer.length() - IPV6_HEADER))
                    .put(NEXT_HEADER_AT, (byte) number);
            return longer;
        };
    }
}
