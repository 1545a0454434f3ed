package org.sekimori.dataplane.linux;

import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One network interface, known by its name: asked and set by ioctl ({@code linux/sockios.h}, netdevice(7)). Belongs to
 * one thread; asking allocates nothing.
 */
public final class NetworkDevice implements AutoCloseable {
    /** Most bytes of an interface's name ({@code IFNAMSIZ} less the closing zero). */
    public static final int MAX_NAME_LENGTH = 15;
    /** Index of an interface that isn't there. */
    public static final int ABSENT = -1;

    private static final int IFREQ_LENGTH = 40;
    private static final int IFREQ_VALUE = 16;
    private static final long SIOCGIFINDEX = 0x8933;
    private static final long SIOCGIFFLAGS = 0x8913;
    private static final long SIOCSIFFLAGS = 0x8914;
    private static final long SIOCGIFMTU = 0x8921;
    private static final long SIOCGIFHWADDR = 0x8927;
    private static final long SIOCGIFNAME = 0x8910;
    private static final long SIOCETHTOOL = 0x8946;
    private static final int ARPHRD_ETHER = 1;
    private static final int MAC_LENGTH = 6;

    private static final int IFF_UP = 1;
    private static final int IFF_RUNNING = 1 << 6;
    private static final int IFF_NOARP = 1 << 7;
    private static final int IFF_PROMISC = 1 << 8;

    private static final int ETHTOOL_GSET = 0x01;
    private static final int ETHTOOL_COMMAND_LENGTH = 44;
    private static final int ETHTOOL_SPEED = 12;
    private static final int ETHTOOL_SPEED_HIGH = 28;
    private static final int ETHTOOL_GDRVINFO = 0x03;
    private static final int ETHTOOL_GFLAGS = 0x25;
    private static final int ETHTOOL_DRVINFO_LENGTH = 196;
    private static final int ETHTOOL_VALUE_LENGTH = 8;
    private static final int ETHTOOL_ANSWER = 4;
    private static final int DRIVER_LENGTH = 32;
    private static final int ETH_FLAG_RXVLAN = 1 << 8;

    private final String name;
    private final Socket socket;
    private final UnsafeBuffer byIndex = NativeMemory.struct(IFREQ_LENGTH);
    private final UnsafeBuffer request = NativeMemory.struct(IFREQ_LENGTH);

    private NetworkDevice(String name, Socket socket) {
        this.name = name;
        this.socket = socket;
    }

    /** Prepares to ask about the interface, which need not exist. */
    public static NetworkDevice named(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > MAX_NAME_LENGTH) {
            throw new IllegalArgumentException(
                    "interface name '" + name + "': 1 to " + MAX_NAME_LENGTH + " bytes are wanted");
        }
        NetworkDevice device = new NetworkDevice(name, Socket.open("AF_INET", Socket.AF_INET, Socket.SOCK_DGRAM));
        device.request.putBytes(0, bytes);
        return device;
    }

    public String name() {
        return name;
    }

    /** The interface's index, or {@link #ABSENT}. */
    public int index() {
        return query(SIOCGIFINDEX) ? request.getInt(IFREQ_VALUE) : ABSENT;
    }

    /** Whether the interface is an Ethernet one. */
    public boolean isEthernet() {
        return query(SIOCGIFHWADDR) && request.getShort(IFREQ_VALUE) == ARPHRD_ETHER;
    }

    /** The address of the interface, in the lower 48 bits; 0 when it isn't there. */
    public long mac() {
        if (!query(SIOCGIFHWADDR)) {
            return 0;
        }
        long address = 0;
        for (int i = 0; i < MAC_LENGTH; i++) {
            address = address << Byte.SIZE | request.getByte(IFREQ_VALUE + Short.BYTES + i) & 0xFF;
        }
        return address;
    }

    /** What the interface of that index is called now, whatever this one's name; empty when there is none. */
    public String nameOf(int index) {
        byIndex.setMemory(0, IFREQ_LENGTH, (byte) 0);
        byIndex.putInt(IFREQ_VALUE, index);
        if (socket.ioctl(SIOCGIFNAME, byIndex) != 0) {
            return "";
        }
        byte[] found = new byte[MAX_NAME_LENGTH + 1];
        byIndex.getBytes(0, found);
        return new String(found, StandardCharsets.UTF_8).split("\0", 2)[0];
    }

    /** Speed of the link, Mbit/s; 0 where the driver doesn't know. */
    public int speedMbit() {
        UnsafeBuffer answer = NativeMemory.struct(ETHTOOL_COMMAND_LENGTH);
        if (!askEthtool(ETHTOOL_GSET, answer)) {
            return 0;
        }
        int speed = answer.getShort(ETHTOOL_SPEED) & 0xFFFF | answer.getShort(ETHTOOL_SPEED_HIGH) << Short.SIZE;
        return Math.max(0, speed);
    }

    /** The greatest IP packet it carries, in bytes; 0 when it isn't there. */
    public int mtuBytes() {
        return query(SIOCGIFMTU) ? request.getInt(IFREQ_VALUE) : 0;
    }

    /** Whether somebody set it up. */
    public boolean isUp() {
        return (flags() & IFF_UP) != 0;
    }

    /** Whether it is up and has a carrier. */
    public boolean isRunning() {
        return (flags() & IFF_RUNNING) != 0;
    }

    /** Whether ARP is off. */
    public boolean isArpOff() {
        return (flags() & IFF_NOARP) != 0;
    }

    /** Sets it up or down. */
    public void up(boolean wanted) {
        change(IFF_UP, wanted);
    }

    /** Has it take frames for whatever address, or no longer; sockets may want that besides. */
    public void promiscuous(boolean wanted) {
        change(IFF_PROMISC, wanted);
    }

    /** Whether somebody has set it to take frames for whatever address; what sockets want doesn't show here. */
    public boolean isPromiscuous() {
        return (flags() & IFF_PROMISC) != 0;
    }

    /** Turns ARP off or on. */
    public void arpOff(boolean wanted) {
        change(IFF_NOARP, wanted);
    }

    /** The driver's name, as {@code ethtool -i} prints it; empty where it has none or the interface isn't there. */
    public String driver() {
        UnsafeBuffer answer = NativeMemory.struct(ETHTOOL_DRVINFO_LENGTH);
        if (!askEthtool(ETHTOOL_GDRVINFO, answer)) {
            return "";
        }
        byte[] driver = new byte[DRIVER_LENGTH];
        answer.getBytes(ETHTOOL_ANSWER, driver);
        return new String(driver, StandardCharsets.US_ASCII).split("\0", 2)[0];
    }

    /** Whether the card takes VLAN tags out of frames that come in: then XDP programs see the frames without. */
    public boolean takesTagsOut() {
        UnsafeBuffer answer = NativeMemory.struct(ETHTOOL_VALUE_LENGTH);
        return askEthtool(ETHTOOL_GFLAGS, answer) && (answer.getInt(ETHTOOL_ANSWER) & ETH_FLAG_RXVLAN) != 0;
    }

    private boolean askEthtool(int command, UnsafeBuffer answer) {
        answer.putInt(0, command);
        request.putLong(IFREQ_VALUE, answer.addressOffset());
        boolean isAnswered = query(SIOCETHTOOL);
        Reference.reachabilityFence(answer);
        return isAnswered;
    }

    private int flags() {
        return query(SIOCGIFFLAGS) ? request.getShort(IFREQ_VALUE) : 0;
    }

    private boolean query(long what) {
        return socket.ioctl(what, request) == 0;
    }

    private void change(int flag, boolean wanted) {
        int errno = socket.ioctl(SIOCGIFFLAGS, request);
        if (errno == 0) {
            int flags = request.getShort(IFREQ_VALUE);
            int changed = wanted ? flags | flag : flags & ~flag;
            if (changed == flags) {
                return;
            }
            request.putShort(IFREQ_VALUE, (short) changed);
            errno = socket.ioctl(SIOCSIFFLAGS, request);
        }
        if (errno != 0) {
            throw new NativeCallException("set flags of " + name, errno);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
