package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.lang.ref.Reference;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;

/** A socket's file descriptor and the calls that packet sockets need of it. Belongs to whoever opened it. */
final class Socket implements AutoCloseable {
    static final int AF_INET = 2;
    static final int AF_NETLINK = 16;
    static final int AF_PACKET = 17;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_SNDBUF = 7;
    static final int SO_RCVBUF = 8;
    static final int SO_SNDBUFFORCE = 32;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_ATTACH_FILTER = 26;
    static final int SO_DETACH_FILTER = 27;
    static final int SO_MARK = 36;
    static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;

    private static final int SOCK_CLOEXEC = 0x80000;
    private static final int O_CLOEXEC = 0x80000;

    private static final int SOCKADDR_LL_LENGTH = 20;
    private static final int SOCKADDR_LL_PROTOCOL = 2;
    private static final int SOCKADDR_LL_IFINDEX = 4;

    private final int fd;
    private boolean closed;

    private Socket(int fd) {
        this.fd = fd;
    }

    static Socket open(String what, int family, int type) {
        return new Socket(NativeCallException.check("socket " + what, LibC.socket(family, type | SOCK_CLOEXEC, 0)));
    }

    int fd() {
        return fd;
    }

    /** Sets an {@code int} option, or throws naming it. */
    void option(String name, int level, int option, int value) {
        NativeCallException.check("setsockopt " + name, trySet(level, option, value));
    }

    /** Sets an option that takes a struct, or throws naming it. */
    void option(String name, int level, int option, UnsafeBuffer struct) {
        NativeCallException.check("setsockopt " + name, trySet(level, option, struct));
    }

    /** The value of an {@code int} option, or throws naming it. */
    int option(String name, int level, int option) {
        UnsafeBuffer value = NativeMemory.struct(Integer.BYTES);
        UnsafeBuffer length = NativeMemory.struct(Integer.BYTES);
        length.putInt(0, Integer.BYTES);
        int result = LibC.getsockopt(fd, level, option, value.addressOffset(), length.addressOffset());
        NativeCallException.check("getsockopt " + name, result);
        return value.getInt(0);
    }

    /** Binds a packet socket to that interface, to receive that protocol; 0 for none. */
    void bindPacket(int interfaceIndex, int protocol) {
        UnsafeBuffer address = NativeMemory.struct(SOCKADDR_LL_LENGTH);
        address.putShort(0, (short) AF_PACKET);
        address.putShort(SOCKADDR_LL_PROTOCOL, (short) protocol, ByteOrder.BIG_ENDIAN);
        address.putInt(SOCKADDR_LL_IFINDEX, interfaceIndex);
        int result = LibC.bind(fd, address.addressOffset(), SOCKADDR_LL_LENGTH);
        NativeCallException.check("bind AF_PACKET", result);
    }

    /** From now on this descriptor is that socket too; what it was before is let go. */
    void become(Socket other) {
        NativeCallException.check("dup3", LibC.dup3(other.fd, fd, O_CLOEXEC));
    }

    /** Lets by only frames that a classic BPF program accepts, an instruction a long ({@code struct sock_filter}). */
    void filter(long[] program) {
        UnsafeBuffer code = NativeMemory.struct(program.length * Long.BYTES);
        for (int i = 0; i < program.length; i++) {
            code.putLong(i * Long.BYTES, program[i]);
        }
        UnsafeBuffer reference = NativeMemory.struct(2 * Long.BYTES);
        reference.putShort(0, (short) program.length);
        reference.putLong(Long.BYTES, code.addressOffset());
        option("SO_ATTACH_FILTER", SOL_SOCKET, SO_ATTACH_FILTER, reference);
        Reference.reachabilityFence(code);
    }

    /** Lets all frames by again. */
    void noFilter() {
        trySet(SOL_SOCKET, SO_DETACH_FILTER, 0);
    }

    /** Sets a buffer size past the system's limit where the privilege is there, up to the limit otherwise. */
    void bufferSize(int forceOption, int option, int bytes) {
        if (trySet(SOL_SOCKET, forceOption, bytes) < 0) {
            option("buffer size", SOL_SOCKET, option, bytes);
        }
    }

    private int trySet(int level, int option, int value) {
        UnsafeBuffer struct = NativeMemory.struct(Integer.BYTES);
        struct.putInt(0, value);
        return trySet(level, option, struct);
    }

    private int trySet(int level, int option, UnsafeBuffer struct) {
        int result = LibC.setsockopt(fd, level, option, struct.addressOffset(), struct.capacity());
        Reference.reachabilityFence(struct);
        return result;
    }

    /** Returns 0, or the errno. */
    int ioctl(long request, UnsafeBuffer argument) {
        return LibC.ioctl(fd, request, argument.addressOffset()) < 0 ? Native.getLastError() : 0;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            LibC.close(fd);
        }
    }
}
