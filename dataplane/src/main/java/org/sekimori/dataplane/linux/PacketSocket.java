package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.TcxDescriptor;

/**
 * One port's hold on a network interface: a packet socket with a TPACKET_V2 receive and transmit ring in one mapping,
 * and a second socket, with the queueing discipline in its way, for super-frames.
 *
 * <p>The rings outlive the interface: when it vanishes and comes back, {@link #attach} binds the same sockets to the
 * new one, so no agent ever looks at unmapped memory. {@link #receiveWhole} belongs to the capture agent, {@link #kick}
 * and {@link #sendWhole} to egress, {@link #attach} and {@link #takeKernelDrops} to the link supervisor.
 *
 * @see <a href="https://docs.kernel.org/networking/packet_mmap.html">packet_mmap</a>
 */
public final class PacketSocket implements PacketRings, AutoCloseable {
    /** Everything that was queued is with the driver. */
    public static final int SENT = 0;
    /** The kernel is short of buffers; what is left stays queued. */
    public static final int BUSY = 1;
    /** The interface is down or gone; what is left stays queued. */
    public static final int DOWN = 2;
    /** Any other refusal. */
    public static final int REFUSED = 3;

    /** On what we send, so that the port's own egress block lets it by: nftables sees even what bypasses the queues. */
    static final int FORWARDED_MARK = TcxDescriptor.FORWARDED;

    private static final int SOL_PACKET = 263;
    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_COPY_THRESH = 7;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_TX_RING = 13;
    private static final int PACKET_LOSS = 14;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int TPACKET_V2 = 1;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int ETH_P_ALL = 3;

    private static final int SOCKADDR_LL_LENGTH = 20;
    private static final int SOCKADDR_LL_PROTOCOL = 2;
    private static final int SOCKADDR_LL_IFINDEX = 4;
    private static final int PACKET_MREQ_LENGTH = 16;
    private static final int PACKET_MREQ_TYPE = 4;
    private static final int TPACKET_REQ_LENGTH = 16;

    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED_POPULATE = 0x8001;
    private static final int MAP_FAILED = -1;

    private static final int SOCKET_BUFFER_BYTES = 32 * 1024 * 1024;

    /** {@code ld mark; jeq #HANDED_ON, next, last; ret #-1; ret #0} ({@code linux/filter.h}): code, jumps, operand. */
    private static final long[] HANDED_ON_ONLY = {
        instruction(0x20, 0, 0, 0xFFFF_F014), instruction(0x15, 0, 1, TcxDescriptor.HANDED_ON),
        instruction(0x06, 0, 0, -1), instruction(0x06, 0, 0, 0),
    };

    private final Socket ringSocket;
    private final Socket wholeSocket;
    private final RingGeometry receive;
    private final RingGeometry transmit;
    private final UnsafeBuffer statistics = NativeMemory.struct(2 * Integer.BYTES);
    private final UnsafeBuffer statisticsLength = NativeMemory.struct(Integer.BYTES);
    private long mapping;

    private PacketSocket(Socket ringSocket, Socket wholeSocket, RingGeometry receive, RingGeometry transmit) {
        this.ringSocket = ringSocket;
        this.wholeSocket = wholeSocket;
        this.receive = receive;
        this.transmit = transmit;
    }

    /**
     * Opens both sockets and maps the rings; nothing is captured until {@link #attach}.
     *
     * @throws NativeCallException where a privilege (CAP_NET_RAW) or memory is missing
     */
    public static PacketSocket open(RingGeometry receive, RingGeometry transmit) {
        Socket ringSocket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
        Socket wholeSocket = null;
        try {
            wholeSocket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
            PacketSocket opened = new PacketSocket(ringSocket, wholeSocket, receive, transmit);
            opened.configureRingSocket();
            opened.configureWholeSocket();
            opened.map();
            return opened;
        } catch (RuntimeException problem) {
            ringSocket.close();
            if (wholeSocket != null) {
                wholeSocket.close();
            }
            throw problem;
        }
    }

    private static long instruction(int code, int ifTrue, int ifFalse, int operand) {
        return code | ifTrue << 16 | (long) ifFalse << 24 | (long) operand << Integer.SIZE;
    }

    private void configureRingSocket() {
        Socket socket = ringSocket;
        socket.option("PACKET_VERSION", SOL_PACKET, PACKET_VERSION, TPACKET_V2);
        socket.option("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
        socket.option("PACKET_LOSS", SOL_PACKET, PACKET_LOSS, 1);
        socket.option("PACKET_QDISC_BYPASS", SOL_PACKET, PACKET_QDISC_BYPASS, 1);
        socket.option("PACKET_IGNORE_OUTGOING", SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        socket.option("PACKET_COPY_THRESH", SOL_PACKET, PACKET_COPY_THRESH, 1);
        socket.option("SO_MARK", Socket.SOL_SOCKET, Socket.SO_MARK, FORWARDED_MARK);
        socket.bufferSize(Socket.SO_RCVBUFFORCE, Socket.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        socket.bufferSize(Socket.SO_SNDBUFFORCE, Socket.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        socket.option("PACKET_RX_RING", SOL_PACKET, PACKET_RX_RING, request(receive));
        socket.option("PACKET_TX_RING", SOL_PACKET, PACKET_TX_RING, request(transmit));
    }

    private void configureWholeSocket() {
        wholeSocket.option("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
        wholeSocket.option("SO_MARK", Socket.SOL_SOCKET, Socket.SO_MARK, FORWARDED_MARK);
        wholeSocket.bufferSize(Socket.SO_SNDBUFFORCE, Socket.SO_SNDBUF, SOCKET_BUFFER_BYTES);
    }

    private static UnsafeBuffer request(RingGeometry ring) {
        UnsafeBuffer request = NativeMemory.struct(TPACKET_REQ_LENGTH);
        request.putInt(0, RingGeometry.BLOCK_BYTES);
        request.putInt(4, ring.blockCount());
        request.putInt(8, ring.slotBytes());
        request.putInt(12, ring.slotCount());
        return request;
    }

    private void map() {
        long result = LibC.mmap(0, mappedBytes(), PROT_READ_WRITE, MAP_SHARED_POPULATE, ringSocket.fd(), 0);
        if (result == MAP_FAILED) {
            throw new NativeCallException("mmap packet rings", Native.getLastError());
        }
        mapping = result;
    }

    private long mappedBytes() {
        return (long) receive.ringBytes() + transmit.ringBytes();
    }

    @Override
    public RingGeometry receiveGeometry() {
        return receive;
    }

    @Override
    public RingGeometry transmitGeometry() {
        return transmit;
    }

    /** Not to be touched after {@link #close}. */
    @Override
    public UnsafeBuffer receiveRing() {
        return new UnsafeBuffer(mapping, receive.ringBytes());
    }

    /** Not to be touched after {@link #close}. */
    @Override
    public UnsafeBuffer transmitRing() {
        return new UnsafeBuffer(mapping + receive.ringBytes(), transmit.ringBytes());
    }

    /**
     * Binds both sockets to the interface, promiscuous: from here on, frames come in. Called again with a new index
     * when an interface that had vanished is back.
     */
    public void attach(int interfaceIndex) {
        UnsafeBuffer membership = NativeMemory.struct(PACKET_MREQ_LENGTH);
        membership.putInt(0, interfaceIndex);
        membership.putShort(PACKET_MREQ_TYPE, (short) PACKET_MR_PROMISC);
        ringSocket.option("PACKET_ADD_MEMBERSHIP", SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership);
        bind(wholeSocket, interfaceIndex, 0);
        bind(ringSocket, interfaceIndex, ETH_P_ALL);
    }

    private static void bind(Socket socket, int interfaceIndex, int protocol) {
        UnsafeBuffer address = NativeMemory.struct(SOCKADDR_LL_LENGTH);
        address.putShort(0, (short) Socket.AF_PACKET);
        address.putShort(SOCKADDR_LL_PROTOCOL, (short) protocol, ByteOrder.BIG_ENDIAN);
        address.putInt(SOCKADDR_LL_IFINDEX, interfaceIndex);
        int result = LibC.bind(socket.fd(), address.addressOffset(), SOCKADDR_LL_LENGTH);
        NativeCallException.check("bind AF_PACKET", result);
    }

    /** From now on only frames with {@link TcxDescriptor#HANDED_ON} are received, or all again. */
    public void receiveOnlyHandedOn(boolean only) {
        if (only) {
            ringSocket.filter(HANDED_ON_ONLY);
        } else {
            ringSocket.noFilter();
        }
    }

    /** The descriptor that becomes readable when frames come in. */
    public int pollDescriptor() {
        return ringSocket.fd();
    }

    @Override
    public int kick() {
        long sent = LibC.sendto(ringSocket.fd(), 0, 0, Socket.MSG_DONTWAIT, 0, 0);
        return sent >= 0 ? SENT : outcome(Native.getLastError());
    }

    @Override
    public int sendWhole(long address, int lengthBytes) {
        long sent = LibC.sendto(wholeSocket.fd(), address, lengthBytes, Socket.MSG_DONTWAIT, 0, 0);
        return sent >= 0 ? SENT : outcome(Native.getLastError());
    }

    private static int outcome(int errno) {
        return switch (errno) {
            case Errno.EAGAIN, Errno.ENOBUFS, Errno.EINTR, Errno.ENOMEM -> BUSY;
            case Errno.ENETDOWN, Errno.ENXIO, Errno.ENODEV -> DOWN;
            default -> REFUSED;
        };
    }

    @Override
    public int receiveWhole(long address, int roomBytes) {
        int flags = Socket.MSG_DONTWAIT | Socket.MSG_TRUNC;
        return (int) LibC.recvfrom(ringSocket.fd(), address, roomBytes, flags, 0, 0);
    }

    /** Frames the kernel dropped for want of a free receive slot since the last call. */
    public int takeKernelDrops() {
        statisticsLength.putInt(0, statistics.capacity());
        int result = LibC.getsockopt(
                ringSocket.fd(),
                SOL_PACKET,
                PACKET_STATISTICS,
                statistics.addressOffset(),
                statisticsLength.addressOffset());
        return result < 0 ? 0 : statistics.getInt(Integer.BYTES);
    }

    @Override
    public void close() {
        if (mapping != 0) {
            LibC.munmap(mapping, mappedBytes());
            mapping = 0;
        }
        ringSocket.close();
        wholeSocket.close();
    }
}
