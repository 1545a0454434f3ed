package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes an interface a bare bridge port: the kernel's stack neither hears nor speaks there, IPv6 and ARP are off, and it
 * is up. Remembers what it found and puts that back. Belongs to the thread that opens and supervises the port.
 */
public final class QuietInterface implements AutoCloseable {
    private static final Path IPV6_SETTINGS = Path.of("/proc/sys/net/ipv6/conf");

    private final NetworkDevice device;
    private final Path ipv6Switch;
    private final Path folder;
    private FoundSettings found;
    private StackBlock block;
    private String missing = "";
    private boolean left;

    private QuietInterface(NetworkDevice device, Path folder) {
        this.device = device;
        this.folder = folder;
        this.ipv6Switch = IPV6_SETTINGS.resolve(device.name()).resolve("disable_ipv6");
        this.found = FoundSettings.of(device, isIpv6On(), folder);
    }

    /**
     * Silences the interface, the block first, so that not even the changes are heard on the line.
     *
     * @param folder where to keep how the interface was found, until it is put back
     * @throws NativeCallException where CAP_NET_ADMIN is missing
     */
    public static QuietInterface silence(NetworkDevice device, Path folder) {
        QuietInterface quiet = new QuietInterface(device, folder);
        try {
            quiet.apply();
            return quiet;
        } catch (RuntimeException problem) {
            quiet.close();
            throw problem;
        }
    }

    /** Silences the interface of that name anew, after it had vanished; mostly it is another one that came. */
    public void reapply() {
        found = FoundSettings.of(device, isIpv6On(), folder);
        if (block != null) {
            block.close();
            block = null;
        }
        apply();
    }

    private void apply() {
        keepFound();
        block = block();
        ipv6(false);
        device.arpOff(true);
        device.up(true);
    }

    private void keepFound() {
        try {
            found.keep(device, folder);
        } catch (IOException unwritable) {
            missing =
                    "how it was found can't be kept in " + folder + ", so a box that is killed leaves ARP and IPv6 off";
        }
    }

    private StackBlock block() {
        try {
            return TcxBlock.attach(device.index());
        } catch (NativeCallException noTcx) {
            try {
                return NftBlock.attach(device.name());
            } catch (IOException noNft) {
                missing = noTcx.getMessage() + "; " + noNft.getMessage();
                return null;
            }
        }
    }

    /** How the kernel's stack is blocked: {@code tcx}, {@code nft}, or {@code none}. */
    public String blockKind() {
        return block == null ? "none" : block.kind();
    }

    /** What this kernel lacks for a block, where there is none; empty otherwise. */
    public String missing() {
        return missing;
    }

    private boolean isIpv6On() {
        try {
            return Files.exists(ipv6Switch)
                    && "0".equals(Files.readString(ipv6Switch).trim());
        } catch (IOException gone) {
            return false;
        }
    }

    private void ipv6(boolean on) {
        if (!found.ipv6On()) {
            return;
        }
        try {
            Files.writeString(ipv6Switch, on ? "0" : "1");
        } catch (IOException refused) {
            missing = "IPv6 stays on: " + refused.getMessage();
        }
    }

    /**
     * From now on {@link #close} leaves the interface silenced and up, and the notes of how it was found where they are, for
     * the box that takes it over.
     */
    public void leave() {
        left = true;
    }

    /**
     * Names of interfaces that were silenced, and are not put back yet.
     *
     * @throws IOException where what is remembered of them can't be read
     */
    public static List<String> silenced(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (NetworkDevice asked = NetworkDevice.named("lo")) {
            for (Path file : FoundSettings.files(folder)) {
                String number = FoundSettings.number(file);
                String name = number.isEmpty() ? "" : asked.nameOf(Integer.parseInt(number));
                if (!name.isEmpty()) {
                    names.add(name);
                }
            }
        }
        return names.stream().distinct().toList();
    }

    /**
     * Puts back what was found on an interface that nobody has; nothing where nothing is remembered.
     *
     * @throws NativeCallException where CAP_NET_ADMIN is missing
     */
    public static void putBack(NetworkDevice device, Path folder) {
        if (FoundSettings.remembered(device, folder).isPresent()) {
            new QuietInterface(device, folder).close();
        }
    }

    /** The files that say how interfaces of this network namespace were found. */
    public static List<Path> notes(Path folder) throws IOException {
        return FoundSettings.files(folder);
    }

    /** Puts back what was found, the block last. */
    @Override
    public void close() {
        try {
            if (left) {
                // it may be down for the carrier that the other port lacked, which nobody looks after now
                raise();
            } else if (device.index() != NetworkDevice.ABSENT) {
                restore();
            }
            FoundSettings.forgetGone(device, folder);
        } catch (IOException unreadable) {
            // what can't be read was never written
        } finally {
            if (block != null) {
                block.close();
                block = null;
            }
        }
    }

    private void raise() {
        try {
            device.up(true);
        } catch (NativeCallException vanished) {
            if (!vanished.isDeviceMissing()) {
                throw vanished;
            }
        }
    }

    private void restore() {
        try {
            device.up(found.up());
            device.arpOff(found.arpOff());
            device.promiscuous(found.promiscuous());
            ipv6(true);
            FoundSettings.forget(device, folder);
        } catch (NativeCallException vanished) {
            if (!vanished.isDeviceMissing()) {
                throw vanished;
            }
        }
    }
}
