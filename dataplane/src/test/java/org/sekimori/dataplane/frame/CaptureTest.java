package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real packets, as recorded and wrapped in tags, options and extension headers; see the captures' own README. */
class CaptureTest {
    private static final Set<String> GUARDED = Set.of("u53", "u123", "u389", "u1900", "t139", "t445");

    /** One line of an {@code expected.tsv}: the packet it was made from, and the guarded port it goes to, or "". */
    private record Expected(int base, String guardedPort) {}

    private static List<Expected> expected(String name) {
        return new String(CaptureFile.resource(name + ".expected.tsv"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .map(columns -> new Expected(Integer.parseInt(columns[1]), columns[3]))
                .toList();
    }

    private static Map<Integer, Decoded> decodeByBase(String name) {
        List<CaptureFile.Frame> frames = CaptureFile.read(name + ".pcap");
        List<Expected> expected = expected(name);
        assertThat(frames).hasSameSizeAs(expected);
        Map<Integer, Decoded> byBase = new HashMap<>();
        for (int i = 0; i < frames.size(); i++) {
            byBase.put(expected.get(i).base(), decode(frames.get(i)));
        }
        return byBase;
    }

    private static Decoded decode(CaptureFile.Frame frame) {
        return Decoded.of(frame.bytes(), frame.wireLength());
    }

    private static String guardedPort(Decoded decoded) {
        String port = decoded.ports().replaceFirst(".*>", decoded.protocol() == IpProtocols.UDP ? "u" : "t");
        return GUARDED.contains(port) ? port : "";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "trailer",
                "vlan",
                "vlan-x3",
                "qinq-88a8",
                "qinq-9100",
                "ip4-nop40",
                "ip6-ah",
                "ip6-srh",
                "ip6-atomic",
                "ip6-dst-x10",
                "ip6-hbh-dst-rt-atomic-ah-dst"
            })
    void shouldFindTheGuardedPortsHoweverThePacketsAreWrapped(String name) {
        Map<Integer, Decoded> plain = decodeByBase("plain");
        Map<Integer, Decoded> wrapped = decodeByBase(name);

        for (Expected packet : expected(name)) {
            Decoded decoded = wrapped.get(packet.base());
            assertThat(guardedPort(decoded)).as("packet %s", packet).isEqualTo(packet.guardedPort());
            assertThat(decoded).as("packet %s", packet).isEqualTo(plain.get(packet.base()));
            assertThat(decoded.result()).as("packet %s", packet).isEqualTo(Decoded.OK);
        }
    }

    @Test
    void shouldTellRequestsFromRepliesInARecordedNtpExchange() {
        Map<String, Long> kinds = CaptureFile.read("ntp.pcap").stream()
                .map(CaptureTest::decode)
                .peek(decoded -> assertThat(decoded.ports()).isEqualTo("123>123"))
                .collect(Collectors.groupingBy(Decoded::kind, Collectors.counting()));

        assertThat(kinds).containsOnly(Map.entry("request", 28L), Map.entry("reply", 28L));
    }

    @Test
    void shouldLookBehindATagAndThreeExtensionHeaders() {
        assertThat(CaptureFile.read("vlan-ip6-extensions.pcap"))
                .extracting(CaptureTest::decode)
                .containsExactly(new Decoded("ok", 6, 17, "53>80", "unknown", "0:1>0:1"));
    }
}
