package org.sekimori.dataplane.linux;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;

/** An address as {@code /proc/net/tcp} and {@code tcp6} print it: words of four bytes in the machine's own order, a colon, the port. */
final class ProcSocketAddress {
    private static final int WORD_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final byte[] MAPPED_PREFIX = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private ProcSocketAddress() {}

    /** Whether this is the address: Java's sockets are IPv6 ones, with IPv4 addresses mapped into them, or the wildcard. */
    static boolean matches(String printed, InetAddress local, int port) {
        int colon = printed.indexOf(':');
        if (colon < 0 || Integer.parseInt(printed.substring(colon + 1), 16) != port) {
            return false;
        }
        byte[] address = bytes(printed.substring(0, colon));
        if (local.isAnyLocalAddress()) {
            return Arrays.equals(address, new byte[address.length]);
        }
        return Arrays.equals(address, local.getAddress())
                || local instanceof Inet4Address && Arrays.equals(address, mapped(local.getAddress()));
    }

    private static byte[] mapped(byte[] ipv4) {
        byte[] address = Arrays.copyOf(MAPPED_PREFIX, IPV6_BYTES);
        System.arraycopy(ipv4, 0, address, MAPPED_PREFIX.length, ipv4.length);
        return address;
    }

    private static byte[] bytes(String printed) {
        byte[] address = HexFormat.of().parseHex(printed);
        if (ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            for (int word = 0; word + WORD_BYTES <= address.length; word += WORD_BYTES) {
                swap(address, word, word + 3);
                swap(address, word + 1, word + 2);
            }
        }
        return address;
    }

    private static void swap(byte[] bytes, int left, int right) {
        byte kept = bytes[left];
        bytes[left] = bytes[right];
        bytes[right] = kept;
    }
}
