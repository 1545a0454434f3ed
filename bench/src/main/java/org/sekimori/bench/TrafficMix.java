package org.sekimori.bench;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.FrameBuilder;

/**
 * Frames to measure with: so many different ones that no branch predictor learns them by heart, and packed into one
 * block of off-heap memory, IP headers aligned as in a receive ring.
 */
public enum TrafficMix {
    /** Small IPv4 UDP datagrams between random addresses and unguarded ports: the plainest frame there is. */
    PLAIN_UDP(TrafficMix::plainUdp),
    /** Half plain IPv4, the rest IPv6, tagged, doubly tagged; UDP and TCP; a third of them to guarded ports. */
    MIXED(TrafficMix::mixed);

    /** Frames in a mix; a power of two. */
    public static final int FRAME_COUNT = 4096;

    private static final long SEED = 20_260_101L;
    private static final int ALIGNMENT = 16;
    /** Where a frame begins in its 16 bytes, so that the IP header of an untagged one is aligned. */
    private static final int FRAME_PHASE = 2;

    private static final int SYN = 0x02;
    private static final int ACK = 0x10;
    private static final int VLAN = 0x8100;
    private static final int SERVICE_VLAN = 0x88A8;
    private static final int LEAST_FRAME = 60;
    private static final int[] GUARDED_UDP = {53, 123, 389, 1900};
    private static final int[] GUARDED_TCP = {139, 445};

    private final Function<SplittableRandom, FrameBuilder> shape;

    TrafficMix(Function<SplittableRandom, FrameBuilder> shape) {
        this.shape = shape;
    }

    /** The frames' bytes, the same ones at every call. */
    public byte[][] bytes() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[][] frames = new byte[FRAME_COUNT][];
        for (int i = 0; i < FRAME_COUNT; i++) {
            frames[i] = shape.apply(random).padTo(LEAST_FRAME).bytes();
        }
        return frames;
    }

    /** The same frames side by side in off-heap memory. */
    public UnsafeBuffer[] buffers() {
        byte[][] frames = bytes();
        int size = 0;
        for (byte[] frame : frames) {
            size += BitUtil.align(frame.length + FRAME_PHASE, ALIGNMENT);
        }
        UnsafeBuffer block = new UnsafeBuffer(BufferUtil.allocateDirectAligned(size, ALIGNMENT));
        UnsafeBuffer[] views = new UnsafeBuffer[FRAME_COUNT];
        int start = 0;
        for (int i = 0; i < FRAME_COUNT; i++) {
            block.putBytes(start + FRAME_PHASE, frames[i]);
            views[i] = new UnsafeBuffer(block, start + FRAME_PHASE, frames[i].length);
            start += BitUtil.align(frames[i].length + FRAME_PHASE, ALIGNMENT);
        }
        return views;
    }

    private static FrameBuilder plainUdp(SplittableRandom random) {
        return FrameBuilder.frame()
                .ipv4(address4(random), address4(random))
                .udp(highPort(random), highPort(random))
                .payload(new byte[random.nextInt(19)]);
    }

    private static FrameBuilder mixed(SplittableRandom random) {
        FrameBuilder frame = FrameBuilder.frame();
        int wrapping = random.nextInt(8);
        if (wrapping >= 6) {
            frame.vlan(wrapping == 6 ? VLAN : SERVICE_VLAN, 1 + random.nextInt(4000));
        }
        if (wrapping == 7) {
            frame.vlan(VLAN, 1 + random.nextInt(4000));
        }
        if (random.nextInt(3) == 0) {
            frame.ipv6(address6(random), address6(random));
        } else {
            frame.ipv4(address4(random), address4(random));
        }
        return random.nextInt(4) == 0 ? tcp(frame, random) : udp(frame, random);
    }

    private static FrameBuilder tcp(FrameBuilder frame, SplittableRandom random) {
        int port = random.nextInt(3) == 0 ? GUARDED_TCP[random.nextInt(GUARDED_TCP.length)] : highPort(random);
        return frame.tcp(highPort(random), port, random.nextBoolean() ? SYN : ACK);
    }

    private static FrameBuilder udp(FrameBuilder frame, SplittableRandom random) {
        if (random.nextInt(3) != 0) {
            return frame.udp(highPort(random), highPort(random)).payload(new byte[random.nextInt(19)]);
        }
        int port = GUARDED_UDP[random.nextInt(GUARDED_UDP.length)];
        return frame.udp(random.nextBoolean() ? port : highPort(random), port).payload(message(port, random));
    }

    /** A request or a reply of the protocol at that port. */
    private static byte[] message(int port, SplittableRandom random) {
        boolean isReply = random.nextBoolean();
        switch (port) {
            case 53:
                return dns(isReply);
            case 123:
                byte[] ntp = new byte[48];
                ntp[0] = (byte) (isReply ? 0x24 : 0x23);
                return ntp;
            case 1900:
                return (isReply
                                ? "HTTP/1.1 200 OK\r\nST: upnp:rootdevice\r\n\r\n"
                                : "M-SEARCH * HTTP/1.1\r\nMX: 1\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
            default:
                return new byte[39];
        }
    }

    /** A question for the addresses of "a.", or the same with the response bit set. */
    private static byte[] dns(boolean isReply) {
        return new byte[] {0, 1, (byte) (isReply ? 0x81 : 0x01), 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 'a', 0, 0, 1, 0, 1};
    }

    private static int highPort(SplittableRandom random) {
        return random.nextInt(2000, 65536);
    }

    private static String address4(SplittableRandom random) {
        return random.nextInt(1, 224) + "." + random.nextInt(256) + "." + random.nextInt(256) + "."
                + random.nextInt(256);
    }

    private static String address6(SplittableRandom random) {
        return "2001:db8:" + Integer.toHexString(random.nextInt(65536)) + "::"
                + Integer.toHexString(random.nextInt(65536));
    }
}
