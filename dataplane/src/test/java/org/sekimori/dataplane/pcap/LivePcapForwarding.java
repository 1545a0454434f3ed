package org.sekimori.dataplane.pcap;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.PortException;

/** What {@link LivePcapPortIT} runs inside its namespace; prints {@code ok} or what went wrong. */
final class LivePcapForwarding {
    private static final long SEED = 4_071;
    private static final int FRAMES = 500;
    private static final int HEADER = 14;
    private static final int MAX_UNTAGGED = 1514;
    /** The kernel drops a tagged frame with less behind its tag. */
    private static final int MIN_PAYLOAD = 2;
    /** The one tag for which the kernel allows four bytes more. */
    private static final String VLAN = "8100";

    private static final int TAG = 4;
    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final String[] TYPES = {
        "0800", "86dd", "0806", "88cc", "9999", "8100000a0800", "88a8000b8100000c86dd"
    };

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final FrameSlot slot = new FrameSlot();
    private final LivePcapPort left = open("left");
    private final LivePcapPort wan = open("wan");
    private final LivePcapPort lan = open("lan");
    private final LivePcapPort right = open("right");

    private LivePcapForwarding() {}

    public static void main(String[] arguments) {
        try {
            if (arguments.length > 0) {
                open(arguments[0]).close();
                System.out.println("took " + arguments[0]);
            } else {
                new LivePcapForwarding().run();
                System.out.println("ok");
            }
        } catch (PortException refused) {
            System.out.println(refused.getMessage());
        }
    }

    private static LivePcapPort open(String name) {
        PortCounters counters = new BoxCounters(name, "other", 1).port(0);
        return LivePcapPort.open(name, counters);
    }

    private void run() {
        carry(left, right);
        carry(right, left);
        forward(wan, lan);
        forward(lan, wan);
        expect(!left.receiver().receive(slot) && !right.receiver().receive(slot), "a frame came twice, or came back");
        for (LivePcapPort port : new LivePcapPort[] {left, wan, lan, right}) {
            expectCount(port, PortCounter.RECEIVED_FRAMES);
            expectCount(port, PortCounter.TRANSMITTED_FRAMES);
            port.close();
            expect(port.counters().value(PortCounter.KERNEL_DROPPED) == 0, "libpcap dropped frames");
        }
    }

    private void carry(Port from, Port to) {
        Queue<byte[]> sent = new ArrayDeque<>();
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = frame(i);
            sent.add(frame);
            slot.frame().wrap(frame);
            slot.received(frame.length, 0, 0);
            from.transmitter().transmit(slot);
            forward(wan, lan);
            forward(lan, wan);
        }
        long deadline = System.nanoTime() + TIMEOUT_NS;
        while (!sent.isEmpty()) {
            expect(System.nanoTime() < deadline, sent.size() + " frames did not arrive, seed " + SEED);
            forward(wan, lan);
            forward(lan, wan);
            if (to.receiver().receive(slot)) {
                compare(sent.remove());
            }
        }
    }

    private void forward(Port in, Port out) {
        while (in.receiver().receive(slot)) {
            out.transmitter().transmit(slot);
            in.receiver().release(slot);
        }
    }

    private void compare(byte[] expected) {
        byte[] got = new byte[slot.captureLength()];
        slot.frame().getBytes(0, got);
        HexFormat hex = HexFormat.of();
        expect(Arrays.equals(expected, got), "sent " + hex.formatHex(expected) + " got " + hex.formatHex(got));
        expect(slot.timestampNs() > 0, "no time");
    }

    /** Unicast, multicast and broadcast; every kind of EtherType; the longest that fits, and a runt, among them. */
    private byte[] frame(int index) {
        byte[] type = HexFormat.of().parseHex(TYPES[index % TYPES.length]);
        int tagBytes = type.length - 2;
        int length = switch (index % 5) {
            case 0 -> MAX_UNTAGGED + (TYPES[index % TYPES.length].startsWith(VLAN) ? TAG : 0);
            case 1 -> HEADER + tagBytes + MIN_PAYLOAD;
            default -> random.nextInt(60, MAX_UNTAGGED);
        };
        byte[] frame = new byte[length];
        random.nextBytes(frame);
        frame[0] = (byte) (index % 3 == 0 ? 0xFF : index % 2);
        System.arraycopy(type, 0, frame, 12, type.length);
        return frame;
    }

    private static void expectCount(LivePcapPort port, PortCounter counter) {
        long count = port.counters().value(counter);
        expect(count == FRAMES, port.name() + " " + counter.word() + " " + count);
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
