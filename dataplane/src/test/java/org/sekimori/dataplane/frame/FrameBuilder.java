package org.sekimori.dataplane.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Builds Ethernet frames for tests and benchmarks, from the outside in, with real lengths and checksums; what is wrong
 * with a frame is said by the methods that lie ({@code false…}) or by {@link #cutTo}.
 *
 * <pre>{@code
 * FrameBuilder.frame().vlan(0x8100, 5).ipv4("192.0.2.1", "198.51.100.2").udp(5353, 53).payload(query).bytes()
 * }</pre>
 *
 * A packet inside a packet is a builder inside a builder:
 *
 * <pre>{@code
 * FrameBuilder.frame().pppoe(1).ipv6("2001:db8::1", "2001:db8::2")
 *         .carrying(FrameBuilder.frame().ipv4("192.0.2.1", "198.51.100.2").udp(5353, 53)).bytes()
 * }</pre>
 *
 * Addresses must be literals: nothing is looked up.
 */
public final class FrameBuilder {
    private static final int ETHERNET_LENGTH = 14;
    private static final int IPV4_LENGTH = 20;
    private static final int IPV6_LENGTH = 40;
    private static final int UNSET = -1;
    private static final int TIME_TO_LIVE = 64;
    private static final byte[] EMPTY = {};

    private final LinkHeaders link = new LinkHeaders();
    private final ExtensionChain extensions = new ExtensionChain();
    private byte[] destinationMac = {0x02, 0, 0, 0, 0, 0x02};
    private byte[] sourceMac = {0x02, 0, 0, 0, 0, 0x01};
    private int etherType = UNSET;
    private byte[] source = EMPTY;
    private byte[] destination = EMPTY;
    private byte[] ipv4Options = EMPTY;
    private int identification = 1;
    private int fragmentWord;
    private int protocol = UNSET;
    private Transport transport = Transport.NONE;
    private byte[] payload = EMPTY;
    private int falseVersion = UNSET;
    private int falseHeaderWords = UNSET;
    private int falseIpLength = UNSET;
    private int falseUdpLength = UNSET;
    private int padTo;
    private int cutTo = Integer.MAX_VALUE;

    private FrameBuilder() {}

    /** An empty Ethernet frame between two locally administered addresses. */
    public static FrameBuilder frame() {
        return new FrameBuilder();
    }

    /** The two MAC addresses, six bytes each. */
    public FrameBuilder ethernet(byte[] destination, byte[] source) {
        destinationMac = destination.clone();
        sourceMac = source.clone();
        return this;
    }

    /** One more VLAN tag, inside those before. */
    public FrameBuilder vlan(int tpid, int vlanId) {
        link.vlan(tpid, vlanId);
        return this;
    }

    /** A port extender's tag (802.1BR), inside those before. */
    public FrameBuilder extenderTag() {
        link.extenderTag();
        return this;
    }

    /** A PPPoE session's header and PPP's. */
    public FrameBuilder pppoe(int session) {
        link.pppoe(session, false);
        return this;
    }

    /** The same with PPP's protocol number in one byte. */
    public FrameBuilder pppoeCompressed(int session) {
        link.pppoe(session, true);
        return this;
    }

    /** One more MPLS label, below those before. */
    public FrameBuilder mpls(int label) {
        link.mpls(label);
        return this;
    }

    /** An IEEE 802.3 length with LLC and SNAP, whose organization code is 0 or 0xF8. */
    public FrameBuilder snap(int organization) {
        link.snap(organization);
        return this;
    }

    /** An IEEE 802.3 length with LLC's number for IPv4. */
    public FrameBuilder llcIpv4() {
        link.llcIpv4();
        return this;
    }

    /** An Ethernet header inside, as MPLS pseudo-wires have it, with or without a control word before. */
    public FrameBuilder innerEthernet(boolean controlWord) {
        link.ethernet(macs(), controlWord);
        return this;
    }

    /** The EtherType, where it is not what the IP header built says. */
    public FrameBuilder etherType(int value) {
        etherType = value;
        return this;
    }

    public FrameBuilder ipv4(String source, String destination) {
        return addresses(source, destination, 4);
    }

    /** IPv4 options; padded with zeroes to whole words. */
    public FrameBuilder ipv4Options(byte... options) {
        ipv4Options = Arrays.copyOf(options, (options.length + 3) & ~3);
        return this;
    }

    /** Makes the IPv4 packet a fragment. */
    public FrameBuilder fragment(int identification, int offsetBytes, boolean more) {
        this.identification = identification;
        fragmentWord = offsetBytes / 8 | (more ? 0x2000 : 0);
        return this;
    }

    public FrameBuilder ipv6(String source, String destination) {
        return addresses(source, destination, 16);
    }

    /** One more IPv6 extension header (IPv4: authentication) of that kind and whole length, filled with padding options. */
    public FrameBuilder extension(int kind, int length) {
        extensions.add(kind, length);
        return this;
    }

    /** One more IPv6 extension header: the fragment header. */
    public FrameBuilder fragmentHeader(int identification, int offsetBytes, boolean more) {
        extensions.addFragment(identification, offsetBytes, more);
        return this;
    }

    public FrameBuilder udp(int sourcePort, int destinationPort) {
        transport = Transport.UDP;
        transport(sourcePort, destinationPort, 0);
        return this;
    }

    /** A TCP header without options, its flags as the header's byte 13 has them (SYN 2, ACK 16). */
    public FrameBuilder tcp(int sourcePort, int destinationPort, int flags) {
        transport = Transport.TCP;
        transport(sourcePort, destinationPort, flags);
        return this;
    }

    /** The IP protocol number of the payload, where no transport header is built. */
    public FrameBuilder protocol(int value) {
        protocol = value;
        return this;
    }

    /** The packet of that builder, as IP's payload (4in6, 6in4, IPIP, 6in6). */
    public FrameBuilder carrying(FrameBuilder inner) {
        return protocol(inner.source.length == 16 ? IpProtocols.IPV6 : IpProtocols.IPV4)
                .payload(inner.packet());
    }

    /** What that builder has behind its MAC addresses, in GRE; the flags are the header's first 16 bits. */
    public FrameBuilder gre(int flags, FrameBuilder inner) {
        LinkHeaders.Announced inside = inner.announced();
        return gre(flags, inside.etherType(), inside.bytes());
    }

    /** Any bytes in GRE. */
    public FrameBuilder gre(int flags, int etherType, byte... inside) {
        return protocol(IpProtocols.GRE).payload(TunnelBytes.gre(flags, etherType, inside));
    }

    /** The whole frame of that builder in EtherIP. */
    public FrameBuilder etherIp(FrameBuilder inner) {
        return protocol(IpProtocols.ETHERIP).payload(TunnelBytes.etherIp(inner.bytes()));
    }

    public FrameBuilder payload(byte... bytes) {
        payload = bytes.clone();
        return this;
    }

    public FrameBuilder payload(String text) {
        return payload(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Pads the frame with bytes that belong to no packet. */
    public FrameBuilder padTo(int length) {
        padTo = length;
        return this;
    }

    /** Leaves only the head of the frame. */
    public FrameBuilder cutTo(int length) {
        cutTo = length;
        return this;
    }

    public FrameBuilder falseVersion(int version) {
        falseVersion = version;
        return this;
    }

    public FrameBuilder falseHeaderWords(int words) {
        falseHeaderWords = words;
        return this;
    }

    /** IPv4's total length, or IPv6's payload length. */
    public FrameBuilder falseIpLength(int length) {
        falseIpLength = length;
        return this;
    }

    public FrameBuilder falseUdpLength(int length) {
        falseUdpLength = length;
        return this;
    }

    /** The frame's bytes. */
    public byte[] bytes() {
        LinkHeaders.Announced inside = announced();
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET_LENGTH + inside.bytes().length);
        frame.put(macs()).putShort((short) inside.etherType()).put(inside.bytes());
        byte[] padded = Arrays.copyOf(frame.array(), Math.max(padTo, frame.capacity()));
        return Arrays.copyOf(padded, Math.min(cutTo, padded.length));
    }

    /** The frame in off-heap memory, as a port hands it over. */
    public UnsafeBuffer buffer() {
        byte[] bytes = bytes();
        UnsafeBuffer buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes.length, Long.BYTES));
        buffer.putBytes(0, bytes);
        return buffer;
    }

    private LinkHeaders.Announced announced() {
        return link.around(new LinkHeaders.Announced(effectiveEtherType(), packet()));
    }

    private byte[] macs() {
        return ByteBuffer.allocate(12).put(destinationMac).put(sourceMac).array();
    }

    private FrameBuilder addresses(String source, String destination, int length) {
        this.source = AddressLiteral.parse(source, length);
        this.destination = AddressLiteral.parse(destination, length);
        return this;
    }

    private void transport(int sourcePort, int destinationPort, int flags) {
        transport = transport.with(sourcePort, destinationPort, flags);
    }

    private int effectiveEtherType() {
        if (etherType != UNSET) {
            return etherType;
        }
        return source.length == 16 ? EtherTypes.IPV6 : EtherTypes.IPV4;
    }

    /** The packet alone, as a raw-IP capture has it. */
    public byte[] packet() {
        int number = protocol == UNSET ? transport.number() : protocol;
        byte[] segment = transport.encode(source, destination, payload, falseUdpLength);
        switch (source.length) {
            case 4:
                return ipv4Packet(number, segment);
            case 16:
                return ipv6Packet(number, segment);
            default:
                return payload;
        }
    }

    private byte[] ipv4Packet(int number, byte[] segment) {
        byte[] chain = extensions.encode(number);
        int headerLength = IPV4_LENGTH + ipv4Options.length;
        int words = falseHeaderWords == UNSET ? headerLength / 4 : falseHeaderWords;
        int totalLength = headerLength + chain.length + segment.length;
        ByteBuffer packet = ByteBuffer.allocate(totalLength);
        packet.put((byte) (version(4) << 4 | words)).put((byte) 0);
        packet.putShort((short) (falseIpLength == UNSET ? totalLength : falseIpLength));
        packet.putShort((short) identification).putShort((short) fragmentWord);
        packet.put((byte) TIME_TO_LIVE).put((byte) extensions.first(number)).putShort((short) 0);
        packet.put(source).put(destination).put(ipv4Options);
        packet.putShort(10, (short) Checksum.of(Arrays.copyOf(packet.array(), headerLength)));
        return packet.put(chain).put(segment).array();
    }

    private byte[] ipv6Packet(int number, byte[] segment) {
        byte[] chain = extensions.encode(number);
        int payloadLength = chain.length + segment.length;
        ByteBuffer packet = ByteBuffer.allocate(IPV6_LENGTH + payloadLength);
        packet.putInt(version(6) << 28);
        packet.putShort((short) (falseIpLength == UNSET ? payloadLength : falseIpLength));
        packet.put((byte) extensions.first(number)).put((byte) TIME_TO_LIVE);
        return packet.put(source).put(destination).put(chain).put(segment).array();
    }

    private int version(int real) {
        return falseVersion == UNSET ? real : falseVersion;
    }
}
