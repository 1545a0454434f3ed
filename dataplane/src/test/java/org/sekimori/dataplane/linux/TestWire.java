package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An interface in a test's hands, both ways: what is sent goes out as it is, and what comes in is handed over whole, with the VLAN tag
 * the kernel takes out (packet(7), PACKET_AUXDATA) put back. Belongs to one thread at a time.
 *
 * <pre>
 *  message:    0 name  8 name length  16 pieces  24 piece count  32 control  40 control length  48 flags
 *  control:    0 length  8 level  12 type  16 status  20 length  24 captured  28 mac  30 net  32 TCI  34 TPID
 * </pre>
 */
public final class TestWire implements AutoCloseable {
    private static final int ETH_P_ALL = 3;
    private static final int SOL_PACKET = 263;
    private static final int PACKET_AUXDATA = 8;
    private static final int PACKET_IGNORE_OUTGOING = 23;
    private static final int SOCKADDR_LL_LENGTH = 20;
    private static final int FRAME_ROOM = 65_536;

    private static final int MESSAGE_LENGTH = 56;
    private static final int MESSAGE_PIECES = 16;
    private static final int MESSAGE_PIECE_COUNT = 24;
    private static final int MESSAGE_CONTROL = 32;
    private static final int MESSAGE_CONTROL_LENGTH = 40;
    private static final int PIECE_LENGTH = 16;
    private static final int CONTROL_ROOM = 64;
    private static final int CONTROL_STATUS = 16;
    private static final int CONTROL_TCI = 32;
    private static final int CONTROL_TPID = 34;
    private static final int STATUS_VLAN_VALID = 1 << 4;
    private static final int MAC_ADDRESSES_LENGTH = 12;
    private static final int TAG_LENGTH = 4;

    private static final int POLL_LENGTH = 8;
    private static final short POLLIN = 1;

    private final Socket socket;
    private final UnsafeBuffer frame = NativeMemory.struct(FRAME_ROOM);
    private final UnsafeBuffer control = NativeMemory.struct(CONTROL_ROOM);
    private final UnsafeBuffer piece = NativeMemory.struct(PIECE_LENGTH);
    private final UnsafeBuffer message = NativeMemory.struct(MESSAGE_LENGTH);
    private final UnsafeBuffer polled = NativeMemory.struct(2 * POLL_LENGTH);

    private TestWire(Socket socket) {
        this.socket = socket;
        piece.putLong(0, frame.addressOffset());
        piece.putLong(Long.BYTES, FRAME_ROOM);
        message.putLong(MESSAGE_PIECES, piece.addressOffset());
        message.putLong(MESSAGE_PIECE_COUNT, 1);
        message.putLong(MESSAGE_CONTROL, control.addressOffset());
    }

    /** Opens the interface, which must be in the calling thread's namespace. */
    public static TestWire open(String interfaceName) {
        try (NetworkDevice device = NetworkDevice.named(interfaceName)) {
            Socket socket = Socket.open("AF_PACKET", Socket.AF_PACKET, Socket.SOCK_RAW);
            socket.option("PACKET_AUXDATA", SOL_PACKET, PACKET_AUXDATA, 1);
            socket.option("PACKET_IGNORE_OUTGOING", SOL_PACKET, PACKET_IGNORE_OUTGOING, 1);
            UnsafeBuffer address = NativeMemory.struct(SOCKADDR_LL_LENGTH);
            address.putShort(0, (short) Socket.AF_PACKET);
            address.putShort(2, (short) ETH_P_ALL, ByteOrder.BIG_ENDIAN);
            address.putInt(4, device.index());
            NativeCallException.check("bind", LibC.bind(socket.fd(), address.addressOffset(), SOCKADDR_LL_LENGTH));
            return new TestWire(socket);
        }
    }

    /** Sends one frame; waits where the kernel is short of room. */
    public void send(byte[] bytes) {
        frame.putBytes(0, bytes);
        long sent = LibC.sendto(socket.fd(), frame.addressOffset(), bytes.length, 0, 0, 0);
        NativeCallException.check("send " + bytes.length + " bytes", (int) sent);
    }

    /** The next frame that came in; null when none waits. */
    public byte[] receive() {
        control.setMemory(0, CONTROL_ROOM, (byte) 0);
        message.putLong(MESSAGE_CONTROL_LENGTH, CONTROL_ROOM);
        int length = (int) Libc.recvmsg(socket.fd(), message.addressOffset(), Socket.MSG_DONTWAIT);
        if (length < 0) {
            return null;
        }
        byte[] bytes = new byte[length];
        frame.getBytes(0, bytes);
        return (control.getInt(CONTROL_STATUS) & STATUS_VLAN_VALID) == 0 ? bytes : tagged(bytes);
    }

    private byte[] tagged(byte[] bytes) {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + TAG_LENGTH);
        int rest = bytes.length - MAC_ADDRESSES_LENGTH;
        System.arraycopy(bytes, MAC_ADDRESSES_LENGTH, whole, MAC_ADDRESSES_LENGTH + TAG_LENGTH, rest);
        UnsafeBuffer tag = new UnsafeBuffer(whole, MAC_ADDRESSES_LENGTH, TAG_LENGTH);
        tag.putShort(0, control.getShort(CONTROL_TPID), ByteOrder.BIG_ENDIAN);
        tag.putShort(Short.BYTES, control.getShort(CONTROL_TCI), ByteOrder.BIG_ENDIAN);
        return whole;
    }

    /** Waits until a frame waits here or on {@code tap}, or the time is over. */
    public void await(TestTap tap, int timeoutMs) {
        polled.putInt(0, socket.fd());
        polled.putShort(Integer.BYTES, POLLIN);
        polled.putInt(POLL_LENGTH, tap.fd());
        polled.putShort(POLL_LENGTH + Integer.BYTES, POLLIN);
        LibC.poll(polled.addressOffset(), 2, timeoutMs);
    }

    @Override
    public void close() {
        socket.close();
    }

    private static final class Libc {
        static {
            Native.register(Libc.class, "c");
        }

        static native long recvmsg(int fd, long message, int flags);
    }
}
