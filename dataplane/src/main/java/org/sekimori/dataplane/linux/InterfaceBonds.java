package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What already ties an interface to this machine, so that it can't be a bare bridge port. */
public final class InterfaceBonds {
    private static final Path INTERFACES = Path.of("/sys/class/net");

    private InterfaceBonds() {}

    /** Name of the bridge, bond or team that forwards for the interface, where there is one. */
    public static Optional<String> masterOf(String interfaceName) {
        Path master = INTERFACES.resolve(interfaceName).resolve("master");
        try {
            return Files.exists(master)
                    ? Optional.of(master.toRealPath().getFileName().toString())
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** An IPv4 address of the interface, where it has one. IPv6 ones are no hindrance: they go when IPv6 is switched off. */
    public static Optional<String> ipv4AddressOf(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            return found == null
                    ? Optional.empty()
                    : found.getInterfaceAddresses().stream()
                            .map(InterfaceAddress::getAddress)
                            .filter(Inet4Address.class::isInstance)
                            .map(InetAddress::getHostAddress)
                            .findFirst();
        } catch (SocketException unreadable) {
            return Optional.empty();
        }
    }
}
