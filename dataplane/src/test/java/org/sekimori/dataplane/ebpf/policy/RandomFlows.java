package org.sekimori.dataplane.ebpf.policy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.policy.Direction;

/** UDP between few hosts and ports, both ways, at times that come near what ends flows; from a seed. */
final class RandomFlows {
    private static final int[] PORTS = {19, 53, 123, 161, 389, 443, 1900, 4000, 5000, 11211};
    private static final long MS = 1_000_000;
    private static final long[] SHORT_MS = {0, 1, 30, 60, 99, 100, 101, 150};
    private static final long[] LONG_MS = {
        5_000, 9_000, 10_500, 19_000, 20_500, 29_000, 31_000, 100_000, 179_000, 181_000
    };
    /** Of all flows' lifetimes. */
    private static final long[] LIFETIMES_MS = {10_000, 20_000, 30_000, 180_000};
    /** How much sooner the box may forget a flow of which it is shown a part only, and some. */
    private static final long TOLERANCE_MS = 350;

    private final SplittableRandom random;
    private final List<Ends> ends = new ArrayList<>();
    private final Map<Ends, List<Long>> times = new HashMap<>();
    private Ends current;
    private Direction direction = Direction.OUTBOUND;
    private long nowNs = 1_000_000_000_000L;

    /** Which two talk. */
    private record Ends(boolean isIpv6, int host, int server, int insidePort, int outsidePort) {
        String inside() {
            return (isIpv6 ? "2001:db8::1" : "203.0.113.1") + host;
        }

        String outside() {
            return (isIpv6 ? "2001:db8:5::" : "198.51.100.") + (50 + server);
        }
    }

    RandomFlows(long seed) {
        random = new SplittableRandom(seed);
        for (int i = 0; i < 4; i++) {
            ends.add(new Ends(random.nextBoolean(), random.nextInt(2), random.nextInt(2), port(), port()));
        }
    }

    private int port() {
        return PORTS[random.nextInt(PORTS.length)];
    }

    /** The next frame; afterwards the other methods tell its way and its time. */
    byte[] next() {
        nowNs += MS * (random.nextInt(12) == 0 ? pick(LONG_MS) : pick(SHORT_MS));
        current = ends.get(random.nextInt(ends.size()));
        direction = random.nextInt(5) < 2 ? Direction.OUTBOUND : Direction.INBOUND;
        times.computeIfAbsent(current, any -> new ArrayList<>()).add(nowNs);
        boolean isOut = direction == Direction.OUTBOUND;
        FrameBuilder packet = FrameBuilder.frame();
        if (current.isIpv6) {
            packet.ipv6(isOut ? current.inside() : current.outside(), isOut ? current.outside() : current.inside());
        } else {
            packet.ipv4(isOut ? current.inside() : current.outside(), isOut ? current.outside() : current.inside());
        }
        packet.udp(isOut ? current.insidePort : current.outsidePort, isOut ? current.outsidePort : current.insidePort)
                .payload(message(current.outsidePort, isOut));
        return wrapped(packet).padTo(60).bytes();
    }

    Direction direction() {
        return direction;
    }

    long nowNs() {
        return nowNs;
    }

    /** Whether a packet of the flow just drawn lies back nearly as long as flows live, so that the two boxes may differ. */
    boolean isNearItsEnd() {
        for (long time : times.get(current)) {
            for (long lifetimeMs : LIFETIMES_MS) {
                long leftMs = lifetimeMs - (nowNs - time) / MS;
                if (leftMs >= 0 && leftMs <= TOLERANCE_MS) {
                    return true;
                }
            }
        }
        return false;
    }

    private long pick(long[] all) {
        return all[random.nextInt(all.length)];
    }

    private FrameBuilder wrapped(FrameBuilder packet) {
        return switch (random.nextInt(12)) {
            case 0 -> packet.vlan(0x8100, 5);
            case 1 -> packet.pppoe(7);
            case 2 ->
                FrameBuilder.frame().ipv6("2001:db8:a::1", "2001:db8:a::2").carrying(packet);
            case 3 -> current.isIpv6 ? packet.fragmentHeader(7, 0, true) : packet.fragment(7, 0, true);
            default -> packet;
        };
    }

    /** Mostly what belongs there. */
    private byte[] message(int port, boolean isOut) {
        boolean asks = isOut == (random.nextInt(8) != 0);
        return switch (port) {
            case 53 -> bytes(40, 2, asks ? 0x01 : 0x81);
            case 123 -> bytes(random.nextInt(8) == 0 ? 20 : 48, 0, 0x20 | (asks ? 3 : 4));
            case 161 -> new byte[] {0x30, 11, 2, 1, 1, 4, 1, 'x', (byte) (asks ? 0xA0 : 0xA2), 3, 2, 1, 1};
            case 389 -> new byte[] {0x30, 9, 2, 1, 1, (byte) (asks ? 0x63 : 0x64), 4, 0, 0, 0, 0};
            case 1900 ->
                (asks ? "M-SEARCH * HTTP/1.1\r\n" : "HTTP/1.1 200 OK\r\n").getBytes(StandardCharsets.ISO_8859_1);
            default -> bytes(random.nextInt(40), 0, random.nextInt());
        };
    }

    private byte[] bytes(int length, int place, int value) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        if (place < length) {
            bytes[place] = (byte) value;
        }
        return bytes;
    }
}
