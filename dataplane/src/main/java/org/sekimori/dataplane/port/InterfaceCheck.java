package org.sekimori.dataplane.port;

import org.sekimori.dataplane.linux.InterfaceBonds;
import org.sekimori.dataplane.linux.InterfaceClaim;
import org.sekimori.dataplane.linux.InterfaceClaimedException;
import org.sekimori.dataplane.linux.NativeCallException;
import org.sekimori.dataplane.linux.NetworkDevice;

/** Whether an interface can be a bare bridge port: it exists, is Ethernet, and nothing else uses it. */
public final class InterfaceCheck {
    private InterfaceCheck() {}

    /**
     * Checks the interface of that name, and claims it for this process, without changing it.
     *
     * @throws PortException with what is wrong, or which box has it, and the remedy
     */
    public static InterfaceClaim claim(String interfaceName) {
        NetworkDevice device = device(interfaceName);
        try {
            check(device);
            return InterfaceClaim.of(device);
        } catch (RuntimeException refused) {
            device.close();
            throw explain(interfaceName, refused);
        }
    }

    /**
     * Whether the interface can be claimed, apart from who has it.
     *
     * @throws PortException where it can't
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

    /** The same in words for the user, where it is about the interface. */
    static RuntimeException explain(String name, RuntimeException problem) {
        if (problem instanceof IllegalArgumentException) {
            return new PortException("interface '" + name + "': " + problem.getMessage(), problem);
        }
        if (problem instanceof InterfaceClaimedException) {
            return new PortException(
                    "interface '" + name + "': another box has it, " + problem.getMessage()
                            + "; end that one, or name other interfaces: an interface has one box",
                    problem);
        }
        if (!(problem instanceof NativeCallException call)) {
            return problem;
        }
        if (call.isPrivilegeMissing()) {
            return new PortException(
                    "interface '" + name + "': no privilege (" + call.getMessage()
                            + "); run as root, or grant CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF",
                    call);
        }
        return new PortException("interface '" + name + "': " + call.getMessage(), call);
    }
}
