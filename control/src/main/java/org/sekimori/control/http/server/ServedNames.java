package org.sekimori.control.http.server;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The names by which requests may call the server. A page of somebody else's that has its own name point to this machine's
 * address (DNS rebinding) still sends its own name, and is refused.
 */
final class ServedNames {
    private final Set<String> names;

    ServedNames(Set<String> names) {
        this.names = names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the header {@code Host} names the address that the request reached, or one of the names. */
    boolean accept(String hostHeader, InetAddress served) {
        String host = withoutPort(hostHeader);
        if (host.startsWith("[") && host.endsWith("]")) {
            return isAddress(host.substring(1, host.length() - 1), served);
        }
        if (NetUtil.isValidIpV4Address(host)) {
            return isAddress(host, served);
        }
        String name = host.toLowerCase(Locale.ROOT);
        return names.contains(name) || name.equals("localhost") && served.isLoopbackAddress();
    }

    private static boolean isAddress(String literal, InetAddress served) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        return bytes != null && Arrays.equals(bytes, served.getAddress());
    }

    private static String withoutPort(String header) {
        int colon = header.lastIndexOf(':');
        boolean inBrackets = header.indexOf(']') > colon;
        if (colon < 0 || inBrackets) {
            return header;
        }
        return header.substring(colon + 1).matches("[0-9]{1,5}") ? header.substring(0, colon) : "";
    }
}
