package org.sekimori.control.inline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.linux.PollingEnd;

/** DESIGN: what passes is byte-identical, both ways, and nothing is echoed or doubled. */
class TransparencyIT {
    private static final long SEED = 20_260_101;
    private static final byte[] FAR_MAC = {0x02, 0, 0, 0, 0x77, 1};
    private static final byte[] NEAR_MAC = {0x02, 0, 0, 0, 0x77, 2};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--offload=off",
                "--threading=dedicated",
                "--workers=0",
                "--workers=3",
                "--idle=busy-spin",
                "--port-type=pcap"
            })
    void shouldPassEveryKindOfFrameByteForByte(String option) {
        String[] options =
                option.startsWith("--offload") ? new String[] {option} : new String[] {option, "--offload=off"};
        try (InlineBox inline = new InlineBox().run(options)) {
            assertThat(hex(received(inline, "inbound", true))).as("in order").containsExactlyElementsOf(hex(frames()));
            assertThat(hex(received(inline, "outbound", false)))
                    .as("in order")
                    .containsExactlyElementsOf(hex(frames()));
        }
    }

    /** Frames of one pair of addresses stay in order; those without addresses are one pair. */
    @ParameterizedTest
    @ValueSource(strings = {"--threading=shared", "--threading=dedicated"})
    void shouldPassEveryKindOfFrameByTwoPipelines(String option) {
        try (InlineBox inline = new InlineBox().run("--pipelines=2", option, "--offload=off")) {
            assertThat(hex(received(inline, "inbound", true))).containsExactlyInAnyOrderElementsOf(hex(frames()));
            assertThat(hex(received(inline, "outbound", false))).containsExactlyInAnyOrderElementsOf(hex(frames()));
            assertThat(inline.log()).contains(", 2 pipelines, ");
        }
    }

    /** What the box judges itself comes later than what the kernel sends on. */
    @ParameterizedTest
    @CsvSource({"auto, 1", "forward-tcx, 2", "forward-xdp, 1"})
    void shouldPassEveryKindOfFrameWhoeverForwards(String offload, String pipelines) {
        try (InlineBox inline = new InlineBox();
                PollingEnd atWan = new PollingEnd(inline.wan, "wanh0");
                PollingEnd atLan = new PollingEnd(inline.lan, "lanh0")) {
            inline.run("--offload", offload, "--pipelines", pipelines);
            assertThat(hex(received(inline, "inbound", true))).containsExactlyInAnyOrderElementsOf(hex(frames()));
            assertThat(hex(received(inline, "outbound", false))).containsExactlyInAnyOrderElementsOf(hex(frames()));
            assertThat(inline.log()).contains("offload: forward by ");
        }
    }

    private static List<byte[]> received(InlineBox inline, String direction, boolean inbound) {
        List<byte[]> sent = frames();
        try (FrameCapture atLan = FrameCapture.start(inline.lan, "lanh0");
                FrameCapture atWan = FrameCapture.start(inline.wan, "wanh0")) {
            FrameCapture there = inbound ? atLan : atWan;
            FrameCapture here = inbound ? atWan : atLan;
            if (inbound) {
                inline.sendFromWan(sent);
            } else {
                inline.sendFromLan(sent);
            }
            List<byte[]> received = there.await(sent.size());
            assertThat(hex(here.frames()))
                    .as("echoes of " + direction + " frames")
                    .isEmpty();
            Wait.aLittle();
            assertThat(there.frames()).as("doubled " + direction + " frames").hasSize(sent.size());
            return received;
        }
    }

    private static List<String> hex(List<byte[]> frames) {
        return frames.stream().map(HexFormat.of()::formatHex).toList();
    }

    private static List<byte[]> frames() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<byte[]> frames = new ArrayList<>();
        frames.add(raw(random, "0180c2000000", 0x0026, 60)); // STP, LLC
        frames.add(raw(random, "0180c2000002", 0x8809, 124)); // LACP
        frames.add(raw(random, "0180c2000003", 0x888E, 60)); // EAPOL
        frames.add(raw(random, "0180c200000e", 0x88CC, 200)); // LLDP
        frames.add(raw(random, "0180c2000001", 0x8808, 60)); // pause
        frames.add(raw(random, "ffffffffffff", 0x0806, 60)); // ARP
        frames.add(raw(random, "ffffffffffff", 0x0842, 116)); // wake-on-LAN
        frames.add(raw(random, "020000007701", 0x1234, 60)); // unknown
        frames.add(raw(random, "020000007701", 0x88B5, 1514)); // experimental, full size
        frames.add(raw(random, "020000007701", 0x8863, 60)); // PPPoE discovery
        frames.add(raw(random, "020000007701", 0x1234, 14)); // runt: a bare header
        frames.add(raw(random, "020000007701", 0x1234, 15));
        for (int tpid : new int[] {0x8100, 0x88A8}) {
            frames.add(tagged(random, 0x1234, 60, tpid));
            frames.add(tagged(random, 0x1234, 300, tpid, 0x8100));
            frames.add(tagged(random, 0x1234, 300, tpid, 0x88A8, 0x8100));
            frames.add(tagged(random, 0x88CC, 1514, tpid));
        }
        frames.add(tagged(random, 0x1234, 1518, 0x8100));
        frames.add(tagged(random, 0x1234, 1518, 0x8100, 0x8100));
        frames.add(tagged(random, 0x1234, 300, 0x9100, 0x8100));
        frames.add(ipv4().udp(4000, 5000).payload(new byte[3]).padTo(60).bytes());
        frames.add(ipv4().udp(4000, 5000).payload(new byte[1472]).bytes());
        frames.add(ipv4().udp(4000, 5000).payload("trailer").padTo(300).bytes());
        frames.add(ipv4().tcp(4000, 80, 2).padTo(60).bytes());
        frames.add(FrameBuilder.frame()
                .ethernet(FAR_MAC, NEAR_MAC)
                .ipv6("2001:db8::1", "2001:db8::2")
                .udp(4000, 5000)
                .payload("six")
                .bytes());
        frames.add(FrameBuilder.frame()
                .ethernet(FAR_MAC, NEAR_MAC)
                .vlan(0x8100, 0xE005)
                .ipv4("192.0.2.1", "192.0.2.2")
                .udp(68, 67)
                .payload(new byte[300])
                .bytes());
        return frames;
    }

    private static FrameBuilder ipv4() {
        return FrameBuilder.frame().ethernet(FAR_MAC, NEAR_MAC).ipv4("198.51.100.7", "192.0.2.9");
    }

    private static byte[] raw(SplittableRandom random, String destination, int etherType, int length) {
        return withTags(random, HexFormat.of().parseHex(destination), etherType, length);
    }

    private static byte[] tagged(SplittableRandom random, int etherType, int length, int... tpids) {
        return withTags(random, FAR_MAC, etherType, length, tpids);
    }

    private static byte[] withTags(
            SplittableRandom random, byte[] destination, int etherType, int length, int... tpids) {
        byte[] payload = new byte[length - 14 - 4 * tpids.length];
        random.nextBytes(payload);
        FrameBuilder frame = FrameBuilder.frame().ethernet(destination, NEAR_MAC);
        for (int tpid : tpids) {
            frame.vlan(tpid, random.nextInt(1, 0x10000));
        }
        return frame.etherType(etherType).payload(payload).bytes();
    }
}
