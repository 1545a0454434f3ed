package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.control.judge.Verdicts.Row;
import org.sekimori.control.judge.Wrappings.Wrapping;
import org.sekimori.control.replay.Captures;

/**
 * 163 real packets, wrapped in every way: what becomes of a packet never depends on what it is wrapped in. With the policy
 * that looks at ports only, and with the shipped one.
 */
class RewrappedVerdictTest {
    private static final int LEAST_WRAPPINGS = 50;

    @TempDir
    private Path folder;

    static Stream<String> names() {
        return Wrappings.all().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldJudgeAWrappedPacketLikeThePlainOne(String name) {
        Wrapping wrapping = Wrappings.all().get(name);
        List<Packet> packets = Plain.packets().stream().filter(wrapping.fits()).toList();
        List<byte[]> plain = packets.stream().map(Packet::frame).toList();
        List<byte[]> wrapped = packets.stream()
                .map(packet -> wrapping.wrap().apply(packet).frame())
                .toList();
        for (String[] policy : Plain.policies()) {
            List<Row> expected = replay(plain, policy);
            assertThat(expected).filteredOn(Row::isDroppedByItsPorts).hasSizeGreaterThan(10);
            assertThat(replay(wrapped, policy)).isEqualTo(expected);
        }
    }

    @Test
    void shouldKnowManyWays() {
        assertThat(Wrappings.all()).hasSizeGreaterThan(LEAST_WRAPPINGS);
    }

    private List<Row> replay(List<byte[]> frames, String... arguments) {
        Path file = CaptureWriting.write(folder.resolve("x.pcap"), frames);
        return Verdicts.of(file, folder, arguments).frames();
    }

    /** The golden case whose packets are wrapped. */
    static final class Plain {
        private Plain() {}

        static List<Packet> packets() {
            List<Packet> packets = new ArrayList<>();
            Captures.read(Corpus.resource("/golden/plain/input.pcap"))
                    .forEach(frame -> packets.add(Packet.of(frame.bytes())));
            return packets;
        }

        /** Arguments of replay: the ports alone, and the shipped policy. */
        static List<String[]> policies() {
            String portsOnly = Corpus.resource("/judge/ports-only.yaml").toString();
            return List.of(new String[] {"--policy", portsOnly}, new String[0]);
        }
    }
}
