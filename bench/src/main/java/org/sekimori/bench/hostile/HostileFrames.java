package org.sekimori.bench.hostile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.NestedFrames;
import org.sekimori.dataplane.frame.SampleFrames;

/** {@code HostileFrames KIND FILE}: a capture of frames that a stranger on the WAN sends. None goes to a port that the bench counts. */
public final class HostileFrames {
    /** What the injector holds. */
    private static final int FRAMES = 1 << 14;

    private static final String SITE = "10.98.0.2";
    private static final int IPIP = 4;
    private static final int SHORTEST = 60;
    private static final int LONGEST = 1514;
    /** Of a capture file and of each frame in it, in bytes; and its number for Ethernet. */
    private static final int FILE_HEADER = 24;

    private static final int FRAME_HEADER = 16;
    private static final int ETHERNET = 1;
    private static final SplittableRandom RANDOM = new SplittableRandom(11);

    private HostileFrames() {}

    public static void main(String[] arguments) throws IOException {
        IntFunction<byte[]> frames = switch (arguments[0]) {
            case "fragments" -> i -> nested(i % 4 == 0 ? 1 + i % 16 : 1);
            case "colliding" -> HostileFrames::colliding;
            case "odd" -> HostileFrames::odd;
            case "guarded" ->
                i -> FrameBuilder.frame()
                        .ipv4(address(0xC6120000 + RANDOM.nextInt(1 << 17)), SITE)
                        .udp(1024 + i, 389)
                        .payload(new byte[40])
                        .bytes();
            default -> throw new IllegalArgumentException(arguments[0] + " is no kind of frames");
        };
        ByteBuffer file = ByteBuffer.allocate(FILE_HEADER + FRAMES * (FRAME_HEADER + LONGEST));
        file.putInt(0xA1B2C3D4).putInt(0x00020004).putLong(0).putInt(1 << 16).putInt(ETHERNET);
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = frames.apply(i);
            int length = Math.min(LONGEST, Math.max(SHORTEST, frame.length));
            file.putLong(0).putInt(length).putInt(length).put(Arrays.copyOf(frame, length));
        }
        Files.write(Path.of(arguments[1]), Arrays.copyOf(file.array(), file.position()));
    }

    private static String address(int bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xFF) + "." + (bits >>> 8 & 0xFF) + "." + (bits & 0xFF);
    }

    /** First fragments from anywhere, with any identification, in one another. */
    private static byte[] nested(int layers) {
        FrameBuilder frame = first().udp(40_000, 40_001).payload(new byte[64]);
        for (int layer = 1; layer < layers; layer++) {
            byte[] inner = frame.packet();
            frame = first().protocol(IPIP).payload(Arrays.copyOf(inner, inner.length + 7 & -8));
        }
        return frame.bytes();
    }

    private static FrameBuilder first() {
        return FrameBuilder.frame()
                .ipv4(address(0xCB000000 + RANDOM.nextInt(1 << 16)), SITE)
                .fragment(RANDOM.nextInt(1 << 16), 0, true);
    }

    /** Sources of which all would meet in one bucket, were addresses multiplied by a constant that everybody knows. */
    private static byte[] colliding(int i) {
        long golden = 0x9E3779B97F4A7C15L;
        int source = RANDOM.nextInt();
        while ((source & 0xFFFFFFFFL) * golden >>> 54 != 0) {
            source = RANDOM.nextInt();
        }
        return FrameBuilder.frame()
                .ipv4(address(source), SITE)
                .udp(40_000, i % 2 == 0 ? 40_001 : 40_002)
                .payload(new byte[20])
                .bytes();
    }

    /** Deep ones, cut ones, ones that lie about their lengths, and bytes without sense. */
    private static byte[] odd(int i) {
        return switch (i % 8) {
            case 0 -> tags(370);
            case 1 -> labels(360);
            case 2 -> noise();
            case 3 -> cut(new NestedFrames(RANDOM).next());
            case 4 -> headers();
            case 5 -> nested(16);
            case 6 ->
                cut(SampleFrames.all().get(RANDOM.nextInt(SampleFrames.all().size())));
            default -> new NestedFrames(RANDOM).next();
        };
    }

    private static byte[] tags(int count) {
        FrameBuilder frame = FrameBuilder.frame();
        for (int tag = 0; tag < count; tag++) {
            frame.vlan(0x8100, tag);
        }
        return frame.ipv4("203.0.113.1", SITE).protocol(17).bytes();
    }

    private static byte[] labels(int count) {
        FrameBuilder frame = FrameBuilder.frame();
        for (int label = 0; label < count; label++) {
            frame.mpls(16 + label);
        }
        return frame.ipv4("203.0.113.1", SITE).protocol(17).bytes();
    }

    private static byte[] noise() {
        byte[] bytes = new byte[60 + RANDOM.nextInt(LONGEST - 60)];
        RANDOM.nextBytes(bytes);
        int[] types = {0x0800, 0x86DD, 0x8100, 0x8847, 0x8864, 0x0064};
        int type = types[RANDOM.nextInt(types.length)];
        bytes[12] = (byte) (type >> 8);
        bytes[13] = (byte) type;
        return bytes;
    }

    private static byte[] cut(byte[] frame) {
        return Arrays.copyOf(frame, 15 + RANDOM.nextInt(Math.max(1, frame.length - 15)));
    }

    private static byte[] headers() {
        FrameBuilder frame = FrameBuilder.frame().ipv6("2001:db8::1", "2001:db8::2");
        for (int header = 0; header < 60; header++) {
            frame.extension(60, 8);
        }
        return frame.udp(40_000, 40_001).payload(new byte[8]).bytes();
    }
}
