package org.sekimori.dataplane.linux;

import com.sun.jna.Native;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Assumptions;

/** A TAP interface whose far end is this process: what is written to it comes in, what goes out waits until it is read. */
public final class TestTap implements AutoCloseable {
    private static final String DEVICE = "/dev/net/tun";
    private static final long TUNSETIFF = 0x400454CAL;
    private static final short IFF_TAP_NO_PI = 0x1002;
    private static final int O_RDWR = 2;
    private static final int O_NONBLOCK = 0x800;
    private static final int FRAME_ROOM = 65_536;
    private static final int IFREQ_LENGTH = 40;
    private static final int IFREQ_FLAGS = 16;

    private final int descriptor;
    private final UnsafeBuffer memory = NativeMemory.struct(FRAME_ROOM);

    private TestTap(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Makes the interface in the calling thread's namespace. Skips the test where the kernel has no such devices. */
    public static TestTap open(String interfaceName) {
        Assumptions.assumeTrue(Files.exists(Path.of(DEVICE)), "kernel: no TAP devices, there is no " + DEVICE);
        int descriptor = NativeCallException.check("open " + DEVICE, Libc.open(DEVICE, O_RDWR | O_NONBLOCK));
        UnsafeBuffer request = NativeMemory.struct(IFREQ_LENGTH);
        request.putBytes(0, interfaceName.getBytes(StandardCharsets.US_ASCII));
        request.putShort(IFREQ_FLAGS, IFF_TAP_NO_PI);
        int result = LibC.ioctl(descriptor, TUNSETIFF, request.addressOffset());
        NativeCallException.check("ioctl TUNSETIFF", result);
        return new TestTap(descriptor);
    }

    /** A frame comes in by the interface. */
    public void write(byte[] frame) {
        memory.putBytes(0, frame);
        NativeCallException.check("write tap", (int) Libc.write(descriptor, memory.addressOffset(), frame.length));
    }

    /** The next frame that went out by the interface, with its checksums filled in; null when none waits. */
    public byte[] read() {
        int length = (int) Libc.read(descriptor, memory.addressOffset(), FRAME_ROOM);
        if (length < 0) {
            return null;
        }
        byte[] frame = new byte[length];
        memory.getBytes(0, frame);
        return frame;
    }

    int fd() {
        return descriptor;
    }

    @Override
    public void close() {
        LibC.close(descriptor);
    }

    private static final class Libc {
        static {
            Native.register(Libc.class, "c");
        }

        static native int open(String path, int flags);

        static native long read(int descriptor, long buffer, long length);

        static native long write(int descriptor, long buffer, long length);
    }
}
