package org.sekimori.dataplane.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Held by the one box that has an interface. It is a packet socket bound to the interface for a protocol that no frame can
 * bear, so it receives nothing; the kernel lists it in {@code /proc/net/packet} of its network namespace, only who has
 * CAP_NET_RAW there can make one, and it goes with its process. No file, folder or name is involved that another user could
 * take first.
 *
 * <p>Whoever wants the interface announces itself first and looks second: of two at once at least one sees the other. Belongs
 * to the thread that opens and supervises the port.
 */
public final class InterfaceClaim implements AutoCloseable {
    /** Below 0x600, where a frame's type would be a length, and given to nothing in {@code linux/if_ether.h}. */
    static final int PROTOCOL = 0x0533;

    private static final Path SOCKETS = Path.of("/proc/thread-self/net/packet");
    private static final int COLUMN_PROTOCOL = 3;
    private static final int COLUMN_INTERFACE = 4;
    private static final int COLUMN_USER = 7;
    private static final int COLUMN_INODE = 8;
    private static final int HEX = 16;

    private static final int TRIES = 4;
    private static final long MIN_PAUSE_NS = 20_000_000L;
    private static final long MAX_PAUSE_NS = 120_000_000L;

    private final NetworkDevice device;
    private Socket socket;

    private InterfaceClaim(NetworkDevice device) {
        this.device = device;
        socket = open();
    }

    private static Socket open() {
        return Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_DGRAM);
    }

    /**
     * Claims the interface; two boxes that start at once try again for a moment.
     *
     * @param device the claim's from now on; closed with it
     * @throws InterfaceClaimedException where another box has it, named
     * @throws NativeCallException where it isn't there, or a privilege is missing
     */
    public static InterfaceClaim of(NetworkDevice device) {
        InterfaceClaim claim = new InterfaceClaim(device);
        try {
            claim.claim(device.index());
            return claim;
        } catch (RuntimeException refused) {
            claim.socket.close();
            throw refused;
        }
    }

    private void claim(int index) {
        for (int tries = 1; ; tries++) {
            socket.bindPacket(index, PROTOCOL);
            Optional<Entry> rival = rival(index);
            if (rival.isEmpty()) {
                return;
            }
            socket.close();
            if (tries == TRIES) {
                throw new InterfaceClaimedException(rival.get().description());
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(MIN_PAUSE_NS, MAX_PAUSE_NS));
            socket = open();
        }
    }

    /** The interface this is about. */
    public NetworkDevice device() {
        return device;
    }

    /**
     * Claims the interface that has come back under the old name.
     *
     * @return false where another box has it now
     */
    public boolean renew() {
        try {
            socket.close();
            socket = open();
            claim(device.index());
            return true;
        } catch (InterfaceClaimedException anotherBox) {
            return false;
        }
    }

    private Optional<Entry> rival(int index) {
        long own = inode();
        return entries().stream()
                .filter(entry -> entry.interfaceIndex == index && entry.inode != own)
                .findFirst();
    }

    private long inode() {
        try {
            String link = Files.readSymbolicLink(Path.of("/proc/self/fd/" + socket.fd()))
                    .toString();
            return Long.parseLong(link.replaceAll("[^0-9]", ""));
        } catch (IOException unreadable) {
            throw new InterfaceClaimedException("nobody can tell: /proc/self/fd can't be read", unreadable);
        }
    }

    private static List<Entry> entries() {
        try (Stream<String> lines = Files.lines(SOCKETS)) {
            return lines.skip(1)
                    .map(line -> line.strip().split("\\s+"))
                    .filter(columns -> columns.length > COLUMN_INODE)
                    .filter(columns -> Integer.parseInt(columns[COLUMN_PROTOCOL], HEX) == PROTOCOL)
                    .map(Entry::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new InterfaceClaimedException("nobody can tell: " + SOCKETS + " can't be read", unreadable);
        }
    }

    @Override
    public void close() {
        socket.close();
        device.close();
    }

    /** A line of {@code /proc/net/packet}. */
    private record Entry(int interfaceIndex, long user, long inode) {
        static Entry of(String[] columns) {
            return new Entry(
                    Integer.parseInt(columns[COLUMN_INTERFACE]),
                    Long.parseLong(columns[COLUMN_USER]),
                    Long.parseLong(columns[COLUMN_INODE]));
        }

        String description() {
            return RunningProcess.ofSocket(inode)
                    .map(RunningProcess::description)
                    .orElse("a process of user " + user);
        }
    }
}
