package org.sekimori.control.judge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sekimori.control.judge.Fragments.Fragment;
import org.sekimori.control.judge.Verdicts.Row;

/**
 * Real packets cut into fragments. With a first fragment of 64 bytes or more each piece meets the plain packet's fate; what
 * comes before its first is an orphan, which has no ports and passes. With a shorter one the second piece begins where it
 * could overwrite what was judged, so that it dies, and all that follows (RFC 1858, RFC 3128, RFC 5722, RFC 7112).
 */
class FragmentedVerdictTest {
    private static final int PROTECTED = 64;
    private static final int TCP = 6;
    /** The part of it that says what a segment is; options may be cut off. */
    private static final int TCP_HEADER = 20;

    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final Map<String, Integer> NEEDED_TO_TELL = Map.of("dns", 12, "ntp", 48, "ssdp", 8);
    private static final List<Packet> PACKETS = Plain.packets();
    private static final int FIRST_IDENTIFICATION = 1000;
    private static final String LATER = "fragment";

    @TempDir
    private Path folder;

    private List<Row> plain;
    private List<Row> byPorts;
    private final List<byte[]> frames = new ArrayList<>();
    private final List<Row> expected = new ArrayList<>();

    @ParameterizedTest(name = "{0} bytes, then {1} each, reversed: {2}")
    @CsvSource({"64,64,false", "64,512,false", "72,8,false", "128,128,false", "64,64,true", "128,512,true"})
    void shouldJudgeEachPieceAsTheWholePacket(int first, int rest, boolean reversed) {
        for (String[] policy : Plain.policies()) {
            cutAll(first, rest, reversed, policy, reversed ? this::ofReversed : this::ofOrdered);
            assertThat(Plain.judge(folder, frames, policy)).isEqualTo(expected);
            assertThat(expected).extracting(Row::reason).contains(reversed ? "fragment-orphan" : LATER);
        }
    }

    @ParameterizedTest(name = "{0} bytes, then {1} each")
    @CsvSource({"8,64", "24,512", "48,512", "56,56"})
    void shouldDropWhatCouldOverwriteTheHeaders(int first, int rest) {
        for (String[] policy : Plain.policies()) {
            cutAll(first, rest, false, policy, this::ofTiny);
            assertThat(Plain.judge(folder, frames, policy)).isEqualTo(expected);
        }
    }

    /** What becomes of a piece of the packet of that index. */
    private interface Expectation {
        Row of(int index, Fragment fragment, int first);
    }

    private void cutAll(int first, int rest, boolean reversed, String[] policy, Expectation expectation) {
        List<byte[]> whole = PACKETS.stream().map(Packet::frame).toList();
        plain = Plain.judge(folder, whole, policy);
        byPorts = Plain.judge(folder, whole, Plain.policies().get(0));
        frames.clear();
        expected.clear();
        for (int i = 0; i < PACKETS.size(); i++) {
            List<Fragment> fragments =
                    new ArrayList<>(Fragments.cut(PACKETS.get(i), FIRST_IDENTIFICATION + i, first, rest));
            boolean isWhole = fragments.size() == 1;
            if (reversed) {
                Collections.reverse(fragments);
            }
            for (Fragment fragment : fragments) {
                frames.add(fragment.frame());
                expected.add((isWhole ? plain.get(i) : expectation.of(i, fragment, first)).at(frames.size()));
            }
        }
    }

    private Row ofOrdered(int index, Fragment fragment, int first) {
        Row row = plain.get(index);
        return fragment.offset() == 0 ? row : new Row(0, row.dropped(), row.rule(), LATER);
    }

    private Row ofReversed(int index, Fragment fragment, int first) {
        return fragment.offset() == 0 ? plain.get(index) : new Row(0, false, "", "fragment-orphan");
    }

    private Row ofTiny(int index, Fragment fragment, int first) {
        Packet packet = PACKETS.get(index);
        Row head = packet.protocol() == TCP && first < TCP_HEADER
                ? new Row(0, true, "", "malformed-fragment-short")
                : withSoMuchOfTheMessage(index, first - UDP_HEADER);
        if (fragment.offset() == 0) {
            return head;
        }
        boolean overwrites = fragment.offset() < PROTECTED;
        return overwrites ? new Row(0, true, "", "malformed-fragment-overwrite") : new Row(0, true, head.rule(), LATER);
    }

    /** A message too short to tell what it is counts as a request. */
    private Row withSoMuchOfTheMessage(int index, int length) {
        int needed = NEEDED_TO_TELL.getOrDefault(byPorts.get(index).rule(), 0);
        return PACKETS.get(index).protocol() == UDP && length < needed ? byPorts.get(index) : plain.get(index);
    }
}
