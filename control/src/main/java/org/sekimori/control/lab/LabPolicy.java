package org.sekimori.control.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sekimori.control.lab.net.Addresses;
import org.sekimori.policy.ShippedPolicy;

/** The policy file the box runs by: the shipped policy, and for a while the same with a partner let in. */
final class LabPolicy {
    private static final String SMB_PORT_LINE = "    destination-ports: 445\n";
    private static final String NETBIOS_PORT_LINE = "    destination-ports: 139\n";
    private static final String ALLOW_LINE =
            "    allow-from: [" + Addresses.PARTNER + ", " + Addresses.PARTNER_V6 + "]\n";

    private final Path file;

    LabPolicy(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    void writeShipped() {
        replace(ShippedPolicy.text());
    }

    void writeWithPartner() {
        replace(withPartner());
    }

    static String withPartner() {
        return ShippedPolicy.text()
                .replace(SMB_PORT_LINE, SMB_PORT_LINE + ALLOW_LINE)
                .replace(NETBIOS_PORT_LINE, NETBIOS_PORT_LINE + ALLOW_LINE);
    }

    /** In one step, so that the box never reads half a file. */
    private void replace(String text) {
        try {
            Path fresh = Files.writeString(file.resolveSibling("policy.new"), text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException problem) {
            throw new UncheckedIOException(problem);
        }
    }
}
