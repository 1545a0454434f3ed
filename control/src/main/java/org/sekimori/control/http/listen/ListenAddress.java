package org.sekimori.control.http.listen;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Where to listen on TCP: {@code ADDRESS:PORT}, {@code [IPV6]:PORT} or {@code INTERFACE:PORT}. Names of hosts are not
 * looked up.
 */
public sealed interface ListenAddress {
    /** The port; 0 lets the kernel choose. */
    int port();

    /** The addresses it stands for now. */
    List<InetAddress> addresses();

    /** Whether nothing but this machine itself can reach it. */
    default boolean isLoopback() {
        List<InetAddress> addresses = addresses();
        return !addresses.isEmpty() && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
    }

    /** One address of this machine, or the one that stands for all. */
    record OfAddress(InetAddress address, int port) implements ListenAddress {
        @Override
        public List<InetAddress> addresses() {
            return List.of(address);
        }

        @Override
        public String toString() {
            return text(address, port);
        }
    }

    /** Whatever comes in by one device. */
    record OfDevice(String device, int port) implements ListenAddress {
        /** The device's addresses, none where it isn't there; link-local ones carry their scope. */
        @Override
        public List<InetAddress> addresses() {
            try {
                NetworkInterface found = NetworkInterface.getByName(device);
                return found == null ? List.of() : found.inetAddresses().toList();
            } catch (SocketException problem) {
                throw new ListenException("--listen " + this + ": " + problem.getMessage(), problem);
            }
        }

        /** The kernel's number for the device, another one after it was made anew; 0 where it isn't there. */
        public int index() {
            try {
                NetworkInterface found = NetworkInterface.getByName(device);
                return found == null ? 0 : found.getIndex();
            } catch (SocketException problem) {
                return 0;
            }
        }

        @Override
        public String toString() {
            return device + ":" + port;
        }
    }

    /** Whether this machine has the address now; it always has the ones that stand for all. */
    static boolean isHere(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException problem) {
            return true;
        }
    }

    /** Reads what a user wrote. */
    static ListenAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            throw wrong(text);
        }
        String host = text.substring(0, colon);
        int port = port(text, text.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            String inside = host.substring(1, host.length() - 1);
            if (!NetUtil.isValidIpV6Address(inside)) {
                throw wrong(text);
            }
            return new OfAddress(literal(text, inside), port);
        }
        if (NetUtil.isValidIpV4Address(host)) {
            return new OfAddress(literal(text, host), port);
        }
        if (!host.matches("[^\\s/:\\[\\]]{1,15}") || host.matches("[0-9.]+")) {
            throw wrong(text);
        }
        return new OfDevice(host, port);
    }

    /** An address and a port, as they stand in a URL. */
    static String text(InetAddress address, int port) {
        String host = address.getHostAddress();
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }

    private static InetAddress literal(String text, String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException problem) {
            throw wrong(text);
        }
    }

    private static int port(String text, String port) {
        if (!port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw wrong(text);
        }
        return Integer.parseInt(port);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("--listen '" + text
                + "': an address, an IPv6 address in brackets or an interface is wanted, then a colon and a port,"
                + " like 192.0.2.1:8443, [2001:db8::1]:8443 or eth2:8443");
    }
}
