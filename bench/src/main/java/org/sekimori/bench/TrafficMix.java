package org.sekimori.bench;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.sekimori.dataplane.frame.FrameBuilder;

/**
 * Frames to measure with, in off-heap memory, IP headers aligned as in a receive ring: either so many different ones that
 * no branch predictor learns them by heart, side by side; or the same one over and over, as the kernel repeats it in
 * {@code BPF_PROG_TEST_RUN}.
 */
public enum TrafficMix {
    /** Small IPv4 UDP datagrams between random addresses and unguarded ports: the plainest frame there is. */
    PLAIN_UDP(TrafficMix::plainUdp),
    /** Half plain IPv4, the rest IPv6, tagged, doubly tagged; UDP and TCP; a third of them to guarded ports. */
    MIXED(TrafficMix::mixed),
    /** One reflector's question. */
    CLDAP(SampleFrames::cldap),
    /** The same behind a VLAN tag. */
    CLDAP_TAGGED(SampleFrames::taggedCldap),
    /** The same over IPv6. */
    CLDAP_IPV6(SampleFrames::ipv6Cldap),
    /** A client's question for the time. */
    NTP_REQUEST(SampleFrames::ntpRequest),
    /** A question to a name server. */
    DNS_QUERY(SampleFrames::dnsQuery),
    /** A name server's answer, which passes. */
    DNS_ANSWER(SampleFrames::dnsAnswer),
    /** A search for devices. */
    SSDP_SEARCH(SampleFrames::ssdpSearch),
    /** A connection to a file server begins. */
    SMB_SYN(SampleFrames::smbSyn),
    /** A datagram that no rule is about. */
    UDP(SampleFrames::datagram),
    /** A segment that no rule is about. */
    TCP(SampleFrames::segment);

    /** Frames in a mix, or places for the same one; a power of two. */
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
    private final boolean isOneFrame;

    TrafficMix(Function<SplittableRandom, FrameBuilder> shape) {
        this.shape = shape;
        this.isOneFrame = false;
    }

    TrafficMix(Supplier<FrameBuilder> frame) {
        this.shape = random -> frame.get();
        this.isOneFrame = true;
    }

    /** Whether it is one frame over and over. */
    public boolean isOneFrame() {
        return isOneFrame;
    }

    /** The frames' bytes, the same ones at every call. */
    public byte[][] bytes() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[][] frames = new byte[FRAME_COUNT][];
        for (int i = 0; i < FRAME_COUNT; i++) {
            frames[i] = isOneFrame && i > 0
                    ? frames[0]
                    : shape.apply(random).padTo(LEAST_FRAME).bytes();
        }
        return frames;
    }

    /** The same frames in off-heap memory, one beside the other, or all the same. */
    public UnsafeBuffer[] buffers() {
        UnsafeBuffer[] views = pack(isOneFrame ? new byte[][] {bytes()[0]} : bytes());
        UnsafeBuffer[] all = Arrays.copyOf(views, FRAME_COUNT);
        Arrays.fill(all, views.length, FRAME_COUNT, views[0]);
        return all;
    }

    private static UnsafeBuffer[] pack(byte[][] frames) {
        int size = 0;
        for (byte[] frame : frames) {
            size += BitUtil.align(frame.length + FRAME_PHASE, ALIGNMENT);
        }
        UnsafeBuffer block = new UnsafeBuffer(BufferUtil.allocateDirectAligned(size, ALIGNMENT));
        UnsafeBuffer[] views = new UnsafeBuffer[frames.length];
        int start = 0;
        for (int i = 0; i < frames.length; i++) {
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
                return Messages.dns(isReply);
            case 123:
                return Messages.ntp(isReply);
            case 1900:
                return Messages.ssdp(isReply);
            default:
                return Messages.cldap();
        }
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
