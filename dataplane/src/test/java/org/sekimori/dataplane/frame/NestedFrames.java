package org.sekimori.dataplane.frame;

import java.util.SplittableRandom;

/** Frames with wrappings and tunnels in each other, drawn at random. */
public final class NestedFrames {
    private static final int[] TPIDS = {0x8100, 0x88A8, 0x9100};
    private static final int[] PORTS = {53, 123, 161, 389, 445, 1900, 40000};
    private static final int[] EXTENSIONS = {0, 43, 51, 60, 135};
    private static final int[] GRE_FLAGS = {0, 0x2000, 0x3000, 0x8000, 0xB000, 0x4000};

    private final SplittableRandom random;

    public NestedFrames(SplittableRandom random) {
        this.random = random;
    }

    public byte[] next() {
        return packet(wrapped(), random.nextInt(6)).bytes();
    }

    private FrameBuilder wrapped() {
        FrameBuilder frame = FrameBuilder.frame();
        for (int left = random.nextInt(6); left > 0; left--) {
            wrap(frame);
        }
        return frame;
    }

    private void wrap(FrameBuilder frame) {
        switch (random.nextInt(7)) {
            case 0:
                frame.pppoe(1);
                break;
            case 1:
                frame.snap(random.nextBoolean() ? 0 : 0xF8);
                break;
            case 2:
                frame.mpls(random.nextInt(1 << 20));
                break;
            case 3:
                frame.mpls(16).innerEthernet(random.nextBoolean());
                break;
            case 4:
                frame.extenderTag();
                break;
            default:
                frame.vlan(pick(TPIDS), random.nextInt(4096));
        }
    }

    private FrameBuilder packet(FrameBuilder frame, int tunnels) {
        if (random.nextBoolean()) {
            frame.ipv4("192.0.2." + random.nextInt(256), "198.51.100.7");
            fragment4(frame);
        } else {
            frame.ipv6("2001:db8::" + random.nextInt(256), "2001:db8::7");
            for (int left = random.nextInt(3); left > 0; left--) {
                frame.extension(pick(EXTENSIONS), 8 * (1 + random.nextInt(4)));
            }
            fragment6(frame);
        }
        return tunnels == 0 ? transport(frame) : tunnel(frame, tunnels - 1);
    }

    private void fragment4(FrameBuilder frame) {
        if (random.nextInt(8) == 0) {
            frame.fragment(random.nextInt(1 << 16), 8 * random.nextInt(12), random.nextInt(4) != 0);
        }
    }

    private void fragment6(FrameBuilder frame) {
        if (random.nextInt(6) == 0) {
            frame.fragmentHeader(random.nextInt(), 8 * random.nextInt(12), random.nextInt(4) != 0);
        }
    }

    private FrameBuilder tunnel(FrameBuilder outer, int tunnels) {
        switch (random.nextInt(4)) {
            case 0:
                return outer.gre(pick(GRE_FLAGS), packet(wrapped(), tunnels));
            case 1:
                return outer.etherIp(packet(wrapped(), tunnels));
            default:
                return outer.carrying(packet(FrameBuilder.frame(), tunnels));
        }
    }

    private FrameBuilder transport(FrameBuilder frame) {
        byte[] message = new byte[8 * random.nextInt(16)];
        random.nextBytes(message);
        switch (random.nextInt(4)) {
            case 0:
                return frame.tcp(pick(PORTS), pick(PORTS), random.nextInt(256));
            case 1:
                return frame.protocol(random.nextBoolean() ? 1 : 58).payload(message);
            default:
                return frame.udp(pick(PORTS), pick(PORTS)).payload(message);
        }
    }

    private int pick(int[] choice) {
        return choice[random.nextInt(choice.length)];
    }
}
