package org.sekimori.control.inline.line;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a test reads in a plain frame with an IP packet, without the program's own decoder.
 *
 * @param ports source and destination port, high half and low half; 0 in later fragments and where the protocol has none
 * @param offset the fragment's place in the datagram, in bytes
 * @param more whether further fragments follow
 */
public record SeenPacket(String source, String destination, int protocol, int ports, int offset, boolean more) {
    public static final int TCP = 6;
    public static final int UDP = 17;

    private static final int IPV6_FRAGMENT = 44;
    private static final int IPV6_HEADER = 40;
    private static final int FRAGMENT_HEADER = 8;
    private static final int OFFSET_UNIT = 8;
    private static final int PORT_BITS = 16;

    /** Reads it; empty where the frame holds neither IPv4 nor IPv6. */
    public static Optional<SeenPacket> in(byte[] plain) {
        return switch (Ethernet.etherType(plain)) {
            case Ethernet.IPV4 -> Optional.of(ipv4(Ethernet.payload(plain)));
            case Ethernet.IPV6 -> Optional.of(ipv6(Ethernet.payload(plain)));
            default -> Optional.empty();
        };
    }

    private static SeenPacket ipv4(byte[] packet) {
        int protocolAt = 9;
        int fragmentWord = ByteBuffer.wrap(packet).getShort(6);
        int offset = (fragmentWord & 0x1FFF) * OFFSET_UNIT;
        int headerLength = (packet[0] & 0x0F) * Integer.BYTES;
        int protocol = packet[protocolAt] & 0xFF;
        int ports = ports(packet, headerLength, protocol, offset);
        return new SeenPacket(
                address(packet, 12, 4), address(packet, 16, 4), protocol, ports, offset, (fragmentWord & 0x2000) != 0);
    }

    private static SeenPacket ipv6(byte[] packet) {
        int protocol = packet[6] & 0xFF;
        int transportAt = IPV6_HEADER;
        int fragmentWord = 0;
        if (protocol == IPV6_FRAGMENT) {
            protocol = packet[IPV6_HEADER] & 0xFF;
            fragmentWord = ByteBuffer.wrap(packet).getShort(IPV6_HEADER + 2) & 0xFFFF;
            transportAt += FRAGMENT_HEADER;
        }
        int offset = fragmentWord & ~(OFFSET_UNIT - 1);
        int ports = ports(packet, transportAt, protocol, offset);
        return new SeenPacket(
                address(packet, 8, 16), address(packet, 24, 16), protocol, ports, offset, (fragmentWord & 1) != 0);
    }

    private static int ports(byte[] packet, int at, int protocol, int offset) {
        boolean hasPorts = offset == 0 && (protocol == UDP || protocol == TCP);
        return hasPorts ? ByteBuffer.wrap(packet).getInt(at) : 0;
    }

    private static String address(byte[] packet, int at, int length) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(packet, at, at + length))
                    .getHostAddress();
        } catch (UnknownHostException problem) {
            throw new IllegalArgumentException(problem);
        }
    }

    public int sourcePort() {
        return ports >>> PORT_BITS;
    }

    public int destinationPort() {
        return ports & 0xFFFF;
    }

    public boolean isFragment() {
        return offset != 0 || more;
    }

    /** Whether it comes from that address, however that is written. */
    public boolean isFrom(String address) {
        return source.equals(canonical(address));
    }

    /** Whether it goes to that address. */
    public boolean isTo(String address) {
        return destination.equals(canonical(address));
    }

    private static String canonical(String address) {
        try {
            return InetAddress.getByName(address).getHostAddress();
        } catch (UnknownHostException problem) {
            throw new IllegalArgumentException(problem);
        }
    }
}
