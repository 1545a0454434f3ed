package org.sekimori.dataplane.port;

import org.sekimori.dataplane.linux.InterfaceBonds;
import org.sekimori.dataplane.linux.NetworkDevice;

/** Whether an interface can be a bare bridge port: it exists, is Ethernet, and nothing else uses it. */
public final class InterfaceCheck {
    private InterfaceCheck() {}

    /**
     * Checks the interface of that name.
     *
     * @throws PortException with what is wrong and the remedy
     */
    public static void check(String interfaceName) {
        try (NetworkDevice device = device(interfaceName)) {
            check(device);
        }
    }

    static NetworkDevice device(String interfaceName) {
        try {
            return NetworkDevice.named(interfaceName);
        } catch (IllegalArgumentException problem) {
            throw new PortException(problem.getMessage(), problem);
        }
    }

    static void check(NetworkDevice device) {
        String name = device.name();
        String subject = "interface '" + name + "': ";
        if (device.index() == NetworkDevice.ABSENT) {
            throw new PortException(subject + "there is none of that name; 'ip link' lists those there are");
        }
        if (!device.isEthernet()) {
            throw new PortException(subject + "not an Ethernet interface, so it can't be a bridge port");
        }
        InterfaceBonds.masterOf(name).ifPresent(master -> {
            throw new PortException(subject + "enslaved to '" + master
                    + "', which would forward as well; free it with 'ip link set " + name + " nomaster'");
        });
        InterfaceBonds.addressOf(name).ifPresent(address -> {
            throw new PortException(subject + "has the address " + address
                    + ", and a bridge port has none; remove it with 'ip addr flush dev " + name + "'");
        });
    }
}
