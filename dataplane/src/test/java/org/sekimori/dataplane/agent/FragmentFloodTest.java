package org.sekimori.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.state.FragmentMemory;
import org.sekimori.dataplane.state.StateOptions;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.profile.Profile;

/**
 * Forged first fragments, which cost a stranger nothing, against large DNS answers that come in fragments: all of these
 * arrive, at the rates that {@code docs/state.md} names.
 */
@Tag("long")
class FragmentFloodTest {
    private static final String RESOLVER = "192.0.2.53";
    private static final String SERVER = "198.51.100.1";
    private static final int IPIP = 4;
    private static final int ANSWERS = 10;
    /** A tail that comes this long after its first fragment is late, on any line. */
    private static final long LATE_NS = 100_000_000;

    private final SplittableRandom random = new SplittableRandom(5);

    /** Of all answers none is asked for as far as the box knows: the policy follows no flows. */
    @ParameterizedTest(name = "{0} a second, to {1} hosts")
    @CsvSource({"20000, 1", "150000, 60000"})
    void shouldLetLateTailsArriveWithoutKnowingWhatWasAsked(int rate, int hosts) {
        JudgeBench bench = bench(JudgeBench.table("name: n\norphans: {inbound: drop}\nrules: []"));
        assertThat(arriving(bench, () -> forge(bench, hosts, 1), rate)).isEqualTo(ANSWERS);
    }

    /** What the inside asked for has a place whatever the rate; a tail may come two seconds late. */
    @ParameterizedTest(name = "{0} a second, to {1} hosts")
    @CsvSource({"300000, 1", "300000, 60000"})
    void shouldLetAnswersArriveAtAnyRateBehindShield(int rate, int hosts) {
        JudgeBench bench = bench(Profile.SHIELD.table());
        bench.passSeconds(3600);
        assertThat(arriving(bench, () -> forge(bench, hosts, 1), rate)).isEqualTo(ANSWERS);
    }

    @ParameterizedTest(name = "{0} in one another")
    @ValueSource(ints = {2, 16})
    void shouldNotTakeAPlaceForEachOfManyNestedFragments(int layers) {
        JudgeBench bench = bench(JudgeBench.table("name: n\norphans: {inbound: drop}\nrules: []"));
        assertThat(arriving(bench, () -> forge(bench, 1, layers), 10_000)).isEqualTo(ANSWERS);
    }

    @Test
    void shouldLetAFragmentInAFragmentPassAndFindThreeUndecodable() {
        JudgeBench bench = bench(Profile.SHIELD.table());
        assertThat(bench.inbound(nested(RESOLVER, 1))).isEqualTo("pass");
        assertThat(bench.inbound(nested(RESOLVER, 2))).isEqualTo("pass");
        assertThat(bench.inbound(nested(RESOLVER, 3))).isEqualTo("drop (undecodable-layers)");
    }

    @Test
    void shouldProtectAnswersLongEnough() {
        assertThat(FragmentMemory.PROTECTED_NS).isGreaterThan(LATE_NS);
    }

    private static JudgeBench bench(PolicyTable table) {
        return new JudgeBench(table, StateOptions.DEFAULT);
    }

    /** Asks and is answered, tails late, while the flood goes on; how many answers arrive whole. */
    private int arriving(JudgeBench bench, Runnable forged, int rate) {
        int whole = 0;
        for (int answer = 0; answer < ANSWERS; answer++) {
            int port = 20_000 + answer;
            bench.outbound(
                    FrameBuilder.frame().ipv4(RESOLVER, SERVER).udp(port, 53).payload(new byte[] {
                        0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0
                    }));
            flood(bench, forged, rate, LATE_NS / 10);
            boolean first = isPass(bench.inbound(head(answer, port)));
            flood(bench, forged, rate, LATE_NS);
            whole += first & isPass(bench.inbound(tail(answer))) ? 1 : 0;
        }
        return whole;
    }

    private void flood(JudgeBench bench, Runnable forged, int rate, long lengthNs) {
        long count = rate * lengthNs / 1_000_000_000;
        for (long i = 0; i < count; i++) {
            bench.passSeconds(1.0 / rate);
            forged.run();
        }
    }

    private void forge(JudgeBench bench, int hosts, int layers) {
        String target = hosts == 1 ? RESOLVER : text(0x0A000000 + random.nextInt(hosts));
        bench.inbound(nested(target, layers));
    }

    /** First fragments, one in the other, from any source, with any identification. */
    private FrameBuilder nested(String target, int layers) {
        FrameBuilder frame = first(target).udp(40_000, 40_001).payload(new byte[64]);
        for (int layer = 1; layer < layers; layer++) {
            byte[] inner = frame.packet();
            // all but a last fragment are multiples of 8 bytes
            frame = first(target).protocol(IPIP).payload(Arrays.copyOf(inner, inner.length + 7 & -8));
        }
        return frame;
    }

    private FrameBuilder first(String target) {
        return FrameBuilder.frame()
                .ipv4(text(0xCB000000 + random.nextInt(1 << 16)), target)
                .fragment(random.nextInt(1 << 16), 0, true);
    }

    private static FrameBuilder head(int id, int port) {
        byte[] answer = new byte[1_472];
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        return FrameBuilder.frame()
                .ipv4(SERVER, RESOLVER)
                .fragment(id, 0, true)
                .udp(53, port)
                .payload(answer);
    }

    private static FrameBuilder tail(int id) {
        return FrameBuilder.frame()
                .ipv4(SERVER, RESOLVER)
                .fragment(id, 1_480, false)
                .protocol(17)
                .payload(new byte[800]);
    }

    private static boolean isPass(String answer) {
        return answer.startsWith("pass");
    }

    private static String text(int address) {
        try {
            return InetAddress.getByAddress(
                            ByteBuffer.allocate(4).putInt(address).array())
                    .getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
