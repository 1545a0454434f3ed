package org.sekimori.control.plane;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import org.sekimori.control.http.listen.ListenAddress;

/** The two ports of the box: frames cross them, and nobody is to reach control by them. */
final class BridgedPorts {
    private BridgedPorts() {}

    /**
     * Refuses listeners on them.
     *
     * @throws ControlException naming the listener
     */
    static void refuse(List<ListenAddress> listeners, Set<String> ports) {
        for (ListenAddress listener : listeners) {
            for (String port : ports) {
                if (isOn(listener, port)) {
                    throw new ControlException("--listen " + listener + ": " + port
                            + " is a bridged port; listen on the management interface, or on 127.0.0.1");
                }
            }
        }
    }

    private static boolean isOn(ListenAddress listener, String port) {
        if (listener instanceof ListenAddress.OfDevice device) {
            return device.device().equals(port);
        }
        return listener.addresses().stream().anyMatch(address -> isOf(address, port));
    }

    private static boolean isOf(InetAddress address, String port) {
        try {
            NetworkInterface device = NetworkInterface.getByName(port);
            return device != null && device.inetAddresses().anyMatch(address::equals);
        } catch (SocketException unknown) {
            return false;
        }
    }
}
