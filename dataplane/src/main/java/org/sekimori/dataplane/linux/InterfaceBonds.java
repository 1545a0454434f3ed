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

    /** An address somebody gave the interface. IPv6 link-local ones are the kernel's own, and go when IPv6 is switched off. */
    public static Optional<String> addressOf(String interfaceName) {
        try {
            NetworkInterface found = NetworkInterface.getByName(interfaceName);
            return found == null
                    ? Optional.empty()
                    : found.getInterfaceAddresses().stream()
                            .map(InterfaceAddress::getAddress)
                            .filter(address -> !address.isLinkLocalAddress() || address instanceof Inet4Address)
                            .map(InetAddress::getHostAddress)
                            .map(text -> text.replaceFirst("%.*", ""))
                            .findFirst();
        } catch (SocketException unreadable) {
            return Optional.empty();
        }
    }
}
