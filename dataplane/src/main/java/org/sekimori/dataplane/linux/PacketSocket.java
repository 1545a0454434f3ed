package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.TcxDescriptor;

/**
 * One hold on a network interface: a packet socket with a TPACKET_V2 receive ring, one with a transmit ring, and a third,
 * with the queueing discipline in its way, for super-frames.
 *
 * <p>The rings outlive the interface: when it vanishes and comes back, {@link #attach} binds the same sockets to the
 * new one, so no agent ever looks at unmapped memory. {@link #receiveWhole} belongs to the capture agent, {@link #kick}
 * and {@link #sendWhole} to egress, {@link #attach}, {@link #renewReceiver} and {@link #takeKernelDrops} to the link
 * supervisor.
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

    private static final int SOL_PACKET = ReceiveSocket.SOL_PACKET;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_TX_RING = 13;
    private static final int PACKET_LOSS = 14;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_QDISC_BYPASS = 20;
    private static final int TPACKET_V2 = 1;
    /** Sockets bound to no protocol receive nothing. */
    private static final int NO_PROTOCOL = 0;

    private static final int SOCKET_BUFFER_BYTES = 32 * 1024 * 1024;

    private final RingGeometry receive;
    private final RingGeometry transmit;
    private final ReceiveSocket receiver;
    private final Socket ringSocket;
    private final Socket wholeSocket;
    private PacketMapping transmitRing = PacketMapping.NONE;

    private PacketSocket(RingGeometry receive, RingGeometry transmit) {
        this.receive = receive;
        this.transmit = transmit;
        receiver = ReceiveSocket.open(receive);
        try {
            ringSocket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
        } catch (RuntimeException problem) {
            receiver.close();
            throw problem;
        }
        try {
            wholeSocket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
        } catch (RuntimeException problem) {
            receiver.close();
            ringSocket.close();
            throw problem;
        }
    }

    /**
     * Opens the sockets and maps the rings; nothing is captured until {@link #attach}.
     *
     * @throws NativeCallException where a privilege (CAP_NET_RAW) or memory is missing
     */
    public static PacketSocket open(RingGeometry receive, RingGeometry transmit) {
        PacketSocket opened = new PacketSocket(receive, transmit);
        try {
            opened.configureRingSocket();
            opened.configureWholeSocket();
            opened.transmitRing = PacketMapping.of(opened.ringSocket, transmit);
            return opened;
        } catch (RuntimeException problem) {
            opened.close();
            throw problem;
        }
    }

    private void configureRingSocket() {
        Socket socket = ringSocket;
        socket.option("PACKET_VERSION", SOL_PACKET, PACKET_VERSION, TPACKET_V2);
        socket.option("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
        socket.option("PACKET_LOSS", SOL_PACKET, PACKET_LOSS, 1);
        socket.option("PACKET_QDISC_BYPASS", SOL_PACKET, PACKET_QDISC_BYPASS, 1);
        socket.option("SO_MARK", Socket.SOL_SOCKET, Socket.SO_MARK, FORWARDED_MARK);
        socket.bufferSize(Socket.SO_SNDBUFFORCE, Socket.SO_SNDBUF, SOCKET_BUFFER_BYTES);
        socket.option("PACKET_TX_RING", SOL_PACKET, PACKET_TX_RING, transmit.request());
    }

    private void configureWholeSocket() {
        wholeSocket.option("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
        wholeSocket.option("SO_MARK", Socket.SOL_SOCKET, Socket.SO_MARK, FORWARDED_MARK);
        wholeSocket.bufferSize(Socket.SO_SNDBUFFORCE, Socket.SO_SNDBUF, SOCKET_BUFFER_BYTES);
    }

    @Override
    public RingGeometry receiveGeometry() {
        return receive;
    }

    @Override
    public RingGeometry transmitGeometry() {
        return transmit;
    }

    /** Not to be touched after {@link #close}; another one after {@link #renewReceiver}. */
    @Override
    public UnsafeBuffer receiveRing() {
        return receiver.ring();
    }

    /** Not to be touched after {@link #close}. */
    @Override
    public UnsafeBuffer transmitRing() {
        return transmitRing.buffer();
    }

    /**
     * Binds all sockets to the interface, promiscuous: from here on, frames come in. Called again with a new index
     * when an interface that had vanished is back.
     */
    public void attach(int interfaceIndex) {
        ringSocket.bindPacket(interfaceIndex, NO_PROTOCOL);
        wholeSocket.bindPacket(interfaceIndex, NO_PROTOCOL);
        receiver.attach(interfaceIndex);
    }

    ReceiveSocket receiver() {
        return receiver;
    }

    /**
     * Gives the receiving socket, which a {@link PacketFanout} never binds again, up for a fresh one, with a fresh ring. The
     * ring before it stays mapped until {@link #forgetFormerRing}.
     *
     * @throws NativeCallException where memory is missing; all is as it was
     */
    public void renewReceiver() {
        receiver.renew();
    }

    /** Gives the ring from before {@link #renewReceiver} back: nobody looks at it any more. */
    public void forgetFormerRing() {
        receiver.forgetFormer();
    }

    /** From now on only frames with {@link TcxDescriptor#HANDED_ON} are received, or all again. */
    public void receiveOnlyHandedOn(boolean only) {
        receiver.receiveOnlyHandedOn(only);
    }

    /** The descriptor that becomes readable when frames come in. */
    public int pollDescriptor() {
        return receiver.fd();
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
        return receiver.receiveWhole(address, roomBytes);
    }

    /** Frames the kernel dropped for want of a free receive slot since the last call. */
    public int takeKernelDrops() {
        return receiver.takeKernelDrops();
    }

    @Override
    public void close() {
        transmitRing.close();
        receiver.close();
        ringSocket.close();
        wholeSocket.close();
    }
}
