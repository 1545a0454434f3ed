package org.sekimori.dataplane.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.dataplane.ebpf.FanoutProgram;
import org.sekimori.dataplane.frame.AddressHash;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.SampleFrames;

/** The kernel's choice of a pipeline beside {@link AddressHash}. */
class FanoutProgramIT {
    private static final AddressHash HASH = new AddressHash(20_261_201);

    private static final String A = "203.0.113.9";
    private static final String B = "192.0.2.1";
    private static final String A6 = "2001:db8:ffff::9";
    private static final String B6 = "2001:db8::1";
    private static final long SEED = 27;
    /** The kernel's trial run takes no less behind IPv6's EtherType. */
    private static final int SHORTEST = 54;

    @BeforeEach
    void needsPrograms() {
        TestKernel.needs(AttachPoint.FANOUT);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 16})
    void shouldChooseByTheHashOfTheAddresses(int sockets) {
        SplittableRandom random = new SplittableRandom(SEED);
        int[] frames = new int[sockets];
        try (LoadedProgram program = load(sockets)) {
            for (int i = 0; i < 400; i++) {
                byte[] frame = i % 2 == 0
                        ? FrameBuilder.frame()
                                .ipv4(ipv4(random), ipv4(random))
                                .udp(1, 2)
                                .bytes()
                        : FrameBuilder.frame()
                                .ipv6(ipv6(random), ipv6(random))
                                .udp(1, 2)
                                .bytes();
                int chosen = choose(program, frame);
                assertThat(chosen).isEqualTo(expected(frame, sockets));
                frames[chosen]++;
            }
        }
        assertThat(frames).as("frames of each socket").doesNotContain(0);
    }

    @Test
    void shouldChooseTheSameForBothDirectionsAndAllFragments() {
        try (LoadedProgram program = load(16)) {
            int one = choose(program, FrameBuilder.frame().ipv4(A, B).udp(9, 53).bytes());
            assertThat(choose(
                            program, FrameBuilder.frame().ipv4(B, A).udp(53, 9).bytes()))
                    .isEqualTo(one);
            byte[] fragment = FrameBuilder.frame()
                    .ipv4(A, B)
                    .fragment(1, 64, false)
                    .protocol(17)
                    .bytes();
            assertThat(choose(program, fragment)).isEqualTo(one);
            int six =
                    choose(program, FrameBuilder.frame().ipv6(A6, B6).udp(9, 53).bytes());
            assertThat(choose(
                            program,
                            FrameBuilder.frame().ipv6(B6, A6).udp(53, 9).bytes()))
                    .isEqualTo(six);
            byte[] fragment6 = FrameBuilder.frame()
                    .ipv6(A6, B6)
                    .fragmentHeader(1, 64, false)
                    .protocol(17)
                    .bytes();
            assertThat(choose(program, fragment6)).isEqualTo(six);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void shouldLookBehindTags(int tags) {
        FrameBuilder frame = FrameBuilder.frame();
        for (int i = 0; i < tags; i++) {
            frame.vlan(i == 0 ? 0x88A8 : 0x8100, 7 + i);
        }
        assertSame(frame.ipv4(A, B).udp(1, 2).bytes());
    }

    @Test
    void shouldLookIntoPppoe() {
        assertSame(FrameBuilder.frame().pppoe(1).ipv4(A, B).udp(1, 2).bytes());
        assertSame(FrameBuilder.frame()
                .vlan(0x8100, 9)
                .pppoeCompressed(1)
                .ipv6(A6, B6)
                .udp(1, 2)
                .bytes());
    }

    /** Whatever comes, the kernel has an answer, and it is the hash's or the first socket. */
    @Test
    void shouldHaveAnAnswerForEveryFrameOfEveryLength() {
        try (LoadedProgram program = load(16)) {
            for (byte[] frame : SampleFrames.all()) {
                for (int length = SHORTEST; length <= frame.length; length += 3) {
                    byte[] cut = Arrays.copyOf(frame, length);
                    assertThat(choose(program, cut)).isIn(0, expected(cut, 16));
                }
            }
        }
    }

    private static void assertSame(byte[] frame) {
        byte[] bare = FrameBuilder.frame().ipv4(A, B).udp(1, 2).bytes();
        try (LoadedProgram program = load(16)) {
            assertThat(choose(program, frame)).isEqualTo(expected(frame, 16)).isNotZero();
            assertThat(choose(program, bare)).isEqualTo(expected(bare, 16));
        }
    }

    private static LoadedProgram load(int sockets) {
        return LoadedProgram.load(
                AttachPoint.FANOUT,
                FanoutProgram.over(
                        sockets, new FanoutProgram.Factors(HASH.lowFactor(), HASH.highFactor(), HASH.mixFactor())));
    }

    private static int choose(LoadedProgram program, byte[] frame) {
        return program.testRun(frame, 1).result();
    }

    private static int expected(byte[] frame, int sockets) {
        return (int) ((long) HASH.of(new UnsafeBuffer(frame)) * sockets >>> 31);
    }

    private static String ipv4(SplittableRandom random) {
        return "198.51." + random.nextInt(256) + '.' + random.nextInt(256);
    }

    private static String ipv6(SplittableRandom random) {
        return "2001:db8:" + Integer.toHexString(random.nextInt(0x10000)) + "::"
                + Integer.toHexString(random.nextInt(0x10000));
    }
}
