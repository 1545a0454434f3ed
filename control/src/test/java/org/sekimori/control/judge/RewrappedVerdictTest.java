package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.control.judge.Verdicts.Row;
import org.sekimori.control.judge.Wrappings.Wrapping;

/**
 * Real packets, wrapped in every way: what becomes of a packet never depends on what it is wrapped in. With the policy that
 * looks at ports only, and with the shipped one.
 */
class RewrappedVerdictTest {
    private static final int LEAST_WRAPPINGS = 50;
    private static final List<Packet> PACKETS = Plain.packets();
    private static final List<List<Row>> PLAIN = new ArrayList<>();

    @TempDir
    private Path folder;

    @BeforeAll
    static void judgeThePlainOnes(@TempDir Path folder) {
        List<byte[]> frames = PACKETS.stream().map(Packet::frame).toList();
        Plain.policies().forEach(policy -> PLAIN.add(Plain.judge(folder, frames, policy)));
    }

    static Stream<String> names() {
        return Wrappings.all().keySet().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void shouldJudgeAWrappedPacketLikeThePlainOne(String name) {
        Wrapping wrapping = Wrappings.all().get(name);
        for (int policy = 0; policy < PLAIN.size(); policy++) {
            List<byte[]> wrapped = new ArrayList<>();
            List<Row> expected = new ArrayList<>();
            for (int i = 0; i < PACKETS.size(); i++) {
                if (wrapping.fits().test(PACKETS.get(i))) {
                    wrapped.add(wrapping.wrap().apply(PACKETS.get(i)).frame());
                    expected.add(PLAIN.get(policy).get(i).at(wrapped.size()));
                }
            }
            assertThat(expected).filteredOn(Row::isDroppedByItsPorts).hasSizeGreaterThan(10);
            assertThat(Plain.judge(folder, wrapped, Plain.policies().get(policy)))
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldKnowManyWays() {
        assertThat(Wrappings.all()).hasSizeGreaterThan(LEAST_WRAPPINGS);
    }
}
