package org.sekimori.dataplane.linux;

import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.ebpf.TcxDescriptor;

/**
 * A packet socket with a receive ring. {@link #receiveWhole} belongs to the capture agent, {@link #receiveOnlyHandedOn} to
 * any thread, the rest to the link supervisor.
 *
 * <p>The kernel never lets a member of a fanout go, nor binds it to another interface. So {@link #renew} puts a fresh socket
 * with a fresh ring in its place, under the same descriptor.
 */
final class ReceiveSocket implements AutoCloseable {
    static final int SOL_PACKET = 263;

    private static final int PACKET_ADD_MEMBERSHIP = 1;
    private static final int PACKET_RX_RING = 5;
    private static final int PACKET_STATISTICS = 6;
    private static final int PACKET_COPY_THRESH = 7;
    private static final int PACKET_VERSION = 10;
    private static final int PACKET_VNET_HDR = 15;
    private static final int PACKET_FANOUT = 18;
    private static final int PACKET_FANOUT_DATA = 22;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int PACKET_MR_PROMISC = 1;
    private static final int ETH_P_ALL = 3;
    private static final int TPACKET_V2 = 1;

    private static final int PACKET_MREQ_LENGTH = 16;
    private static final int PACKET_MREQ_TYPE = 4;

    private static final int SOCKET_BUFFER_BYTES = 32 * 1024 * 1024;

    /** {@code ld mark; jeq #HANDED_ON, next, last; ret #-1; ret #0} ({@code linux/filter.h}): code, jumps, operand. */
    private static final long[] HANDED_ON_ONLY = {
        instruction(0x20, 0, 0, 0xFFFF_F014), instruction(0x15, 0, 1, TcxDescriptor.HANDED_ON),
        instruction(0x06, 0, 0, -1), instruction(0x06, 0, 0, 0),
    };

    /** {@code ld type; jeq #PACKET_OUTGOING, next, last; ret #0; ret #-1}. */
    private static final long[] INCOMING_ONLY = {
        instruction(0x20, 0, 0, 0xFFFF_F004), instruction(0x15, 0, 1, 4),
        instruction(0x06, 0, 0, 0), instruction(0x06, 0, 0, -1),
    };

    /** {@code ret #0}. */
    private static final long[] NOTHING = {instruction(0x06, 0, 0, 0)};

    private final Socket socket;
    private final RingGeometry geometry;
    private final UnsafeBuffer statistics = NativeMemory.struct(2 * Integer.BYTES);
    private final UnsafeBuffer statisticsLength = NativeMemory.struct(Integer.BYTES);
    private PacketMapping ring;
    private PacketMapping former = PacketMapping.NONE;
    private boolean onlyHandedOn;
    private boolean shut;
    private boolean inFanout;

    private ReceiveSocket(Socket socket, RingGeometry geometry, PacketMapping ring) {
        this.socket = socket;
        this.geometry = geometry;
        this.ring = ring;
    }

    /**
     * Opens a socket and maps its ring; nothing is captured until {@link #attach}.
     *
     * @throws NativeCallException where a privilege (CAP_NET_RAW) or memory is missing
     */
    static ReceiveSocket open(RingGeometry geometry) {
        Socket socket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
        try {
            configure(socket, geometry);
            return new ReceiveSocket(socket, geometry, PacketMapping.of(socket, geometry));
        } catch (RuntimeException problem) {
            socket.close();
            throw problem;
        }
    }

    private static void configure(Socket socket, RingGeometry geometry) {
        socket.option("PACKET_VERSION", SOL_PACKET, PACKET_VERSION, TPACKET_V2);
        socket.option("PACKET_VNET_HDR", SOL_PACKET, PACKET_VNET_HDR, 1);
        socket.option("PACKET_IGNORE_OUTGOING", SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
        socket.option("PACKET_COPY_THRESH", SOL_PACKET, PACKET_COPY_THRESH, 1);
        socket.bufferSize(Socket.SO_RCVBUFFORCE, Socket.SO_RCVBUF, SOCKET_BUFFER_BYTES);
        socket.option("PACKET_RX_RING", SOL_PACKET, PACKET_RX_RING, geometry.request());
    }

    private static long instruction(int code, int ifTrue, int ifFalse, int operand) {
        return code | ifTrue << 16 | (long) ifFalse << 24 | (long) operand << Integer.SIZE;
    }

    /** The ring's memory; another one after {@link #renew}. */
    UnsafeBuffer ring() {
        return ring.buffer();
    }

    /** Binds to the interface, promiscuous: from here on frames come in, unless {@link #shut}. */
    void attach(int interfaceIndex) {
        UnsafeBuffer membership = NativeMemory.struct(PACKET_MREQ_LENGTH);
        membership.putInt(0, interfaceIndex);
        membership.putShort(PACKET_MREQ_TYPE, (short) PACKET_MR_PROMISC);
        socket.option("PACKET_ADD_MEMBERSHIP", SOL_PACKET, PACKET_ADD_MEMBERSHIP, membership);
        socket.bindPacket(interfaceIndex, ETH_P_ALL);
    }

    /** Lets no frame in until {@link #admit}. */
    synchronized void shut() {
        shut = true;
        filter();
    }

    /** Lets frames in, now that it is in a fanout. */
    synchronized void admit() {
        shut = false;
        inFanout = true;
        filter();
    }

    /** From now on only frames with {@link TcxDescriptor#HANDED_ON} are received, or all again. */
    synchronized void receiveOnlyHandedOn(boolean only) {
        onlyHandedOn = only;
        filter();
    }

    private void filter() {
        if (shut) {
            socket.filter(NOTHING);
        } else if (onlyHandedOn) {
            socket.filter(HANDED_ON_ONLY);
        } else if (inFanout) {
            socket.filter(INCOMING_ONLY);
        } else {
            socket.noFilter();
        }
    }

    /** Makes a fanout of that kind, with this socket as the first of its members, and returns its number. */
    int foundFanout(int kind, LoadedProgram chooser) {
        socket.option("PACKET_FANOUT", SOL_PACKET, PACKET_FANOUT, kind);
        socket.option("PACKET_FANOUT_DATA", SOL_PACKET, PACKET_FANOUT_DATA, chooser.fd());
        return socket.option("PACKET_FANOUT", SOL_PACKET, PACKET_FANOUT);
    }

    /** Joins the fanout of that number and kind, as the next of its members. */
    void joinFanout(int kind) {
        socket.option("PACKET_FANOUT", SOL_PACKET, PACKET_FANOUT, kind);
    }

    /**
     * Puts a fresh socket in the place of this one, not attached yet. The ring there was stays mapped until {@link
     * #forgetFormer}.
     *
     * @throws NativeCallException where memory is missing; the socket is still the one it was
     */
    synchronized void renew() {
        try (Socket fresh = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW)) {
            configure(fresh, geometry);
            PacketMapping freshRing = PacketMapping.of(fresh, geometry);
            socket.become(fresh);
            forgetFormer();
            former = ring;
            ring = freshRing;
        }
        filter();
    }

    /** Gives the ring from before {@link #renew} back, and with it the socket; nobody may look at it any more. */
    void forgetFormer() {
        former.close();
        former = PacketMapping.NONE;
    }

    int fd() {
        return socket.fd();
    }

    /** As {@link PacketRings#receiveWhole}. */
    int receiveWhole(long address, int roomBytes) {
        int flags = Socket.MSG_DONTWAIT | Socket.MSG_TRUNC;
        return (int) LibC.recvfrom(socket.fd(), address, roomBytes, flags, 0, 0);
    }

    /** Frames the kernel dropped for want of a free slot since the last call. */
    int takeKernelDrops() {
        statisticsLength.putInt(0, statistics.capacity());
        int result = LibC.getsockopt(
                socket.fd(),
                SOL_PACKET,
                PACKET_STATISTICS,
                statistics.addressOffset(),
                statisticsLength.addressOffset());
        return result < 0 ? 0 : statistics.getInt(Integer.BYTES);
    }

    @Override
    public void close() {
        forgetFormer();
        ring.close();
        socket.close();
    }
}
