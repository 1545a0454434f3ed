package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each flyweight by itself, over bytes that end anywhere: {@link FrameBytes} fails a read past the end, and none may happen. */
class FlyweightTruncationTest {
    private static final long SEED = 0x7A11_C0DEL;
    private static final int LONGEST = 300;
    private static final int ROUNDS = 40;

    /** Something that reads a frame from an offset to a limit. */
    @FunctionalInterface
    interface Step {
        long read(UnsafeBuffer frame, int offset, int limit);
    }

    private static final Map<String, Step> STEPS = steps();

    private static Map<String, Step> steps() {
        Map<String, Step> steps = new LinkedHashMap<>();
        steps.put("VLAN tag", VlanTag::next);
        steps.put("port extender tag", ExtenderTag::next);
        steps.put("PPPoE", PppoeHeader::next);
        steps.put("PPP", PppHeader::next);
        steps.put("framed PPP", PppHeader::nextFramed);
        steps.put("MPLS", MplsLabel::next);
        steps.put("LLC", LlcHeader::next);
        steps.put("Ethernet", EthernetHeader::next);
        steps.put("GRE", GreHeader::next);
        steps.put("loopback", (frame, offset, limit) -> LoopbackHeader.next(frame, limit));
        steps.put("cooked", (frame, offset, limit) -> CookedHeader.next(frame, limit));
        steps.put("cooked 2", (frame, offset, limit) -> CookedHeader.nextOfVersion2(frame, limit));
        steps.put("Cisco", (frame, offset, limit) -> CiscoHdlcHeader.next(frame, limit));
        steps.put("walk from a tag", (frame, offset, limit) -> LinkWalk.inwards(frame, 0x8100, offset, limit));
        steps.put("walk from MPLS", (frame, offset, limit) -> LinkWalk.inwards(frame, 0x8847, offset, limit));
        steps.put("DNS", (frame, offset, limit) -> DnsMessage.kind(frame, offset, 512, limit));
        steps.put("NTP", (frame, offset, limit) -> NtpMessage.kind(frame, offset, 512, limit));
        steps.put("SSDP", SsdpMessage::kind);
        steps.put("LDAP", LdapMessage::kind);
        steps.put("SNMP", SnmpMessage::kind);
        steps.put("ICMP type", (frame, offset, limit) -> IcmpHeader.type(frame, offset, limit - offset));
        steps.put("ICMP identifier", (frame, offset, limit) -> IcmpHeader.identifier(frame, offset, limit - offset));
        steps.put("extension header", FlyweightTruncationTest::extension);
        return steps;
    }

    private static long extension(UnsafeBuffer frame, int offset, int limit) {
        return Ipv6ExtensionHeader.fits(frame, offset, IpProtocols.AUTHENTICATION, limit - offset)
                ? Ipv6ExtensionHeader.length(frame, offset, IpProtocols.AUTHENTICATION)
                : 0;
    }

    static Stream<String> names() {
        return STEPS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldReadNothingPastTheEnd(String name) {
        Step step = STEPS.get(name);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int length = 0; length <= LONGEST; length++) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = new byte[length];
                fill(bytes, round, random);
                UnsafeBuffer frame = new UnsafeBuffer(bytes);
                int offset = random.nextInt(Math.min(length, 4) + 1);
                assertThatCode(() -> step.read(frame, offset, bytes.length))
                        .as("%s, %d bytes from %d, round %d, seed %d", name, length, offset, round, SEED)
                        .doesNotThrowAnyException();
            }
        }
    }

    /** Random bytes, and such as headers like to see. */
    private static void fill(byte[] bytes, int round, SplittableRandom random) {
        byte[] liked = {0x30, 0x02, 0x04, (byte) 0x84, 0x01, 0x03, (byte) 0xAA, (byte) 0x81, 0x20, 0x00};
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = round % 2 == 0 ? (byte) random.nextInt(256) : liked[random.nextInt(liked.length)];
        }
    }

    @Test
    void shouldFailAReadPastTheEndIfThereWereOne() {
        assertThatCode(() -> FrameBytes.uint16(new UnsafeBuffer(new byte[1]), 0))
                .isInstanceOf(AssertionError.class);
        assertThat(STEPS).isNotEmpty();
    }
}
