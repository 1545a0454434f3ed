package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.dataplane.counters.Reason;
import org.sekimori.policy.MatchFields;

/**
 * Any bytes of any length: the decoder never throws, never lets a byte past the frame decide, and always agrees with
 * {@link ReferenceDecoder}.
 */
class FrameDecoderStressTest {
    private static final long SEED = 0x5EC1_A0B1L;
    private static final int MARGIN = 128;
    private static final int RANDOM_FRAMES = 150_000;
    private static final int MUTANTS = 80_000;
    private static final int NESTED_FRAMES = 15_000;
    private static final int[] LINK_TYPES = {0, 1, 9, 50, 51, 101, 104, 108, 113, 228, 229, 276, 147};

    private static final Map<Integer, String[]> HEADS = Map.of(
            0, new String[] {"02000000", "0000001e", "0a000000"},
            9, new String[] {"0021", "21", "ff030021", "ff0357", "0281"},
            50, new String[] {"ff030021", "0f000800", "8f0086dd", "0f008847"},
            51, new String[] {"110000010030" + "0021", "110000010030" + "57"},
            104, new String[] {"0f000800", "8f0086dd", "0f000100"},
            108, new String[] {"00000002", "00000018"},
            113, new String[] {"00000001000602000000000100000800", "00000001000602000000000100000004aaaa03"},
            276, new String[] {"0800000000000002000100060200000000010000", "8100000000000002000100060200000000010000"});

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final byte[] ones = new byte[4096];
    private final byte[] noise = new byte[4096];
    private final UnsafeBuffer view = new UnsafeBuffer(0, 0);

    private int hash;

    FrameDecoderStressTest() {
        Arrays.fill(ones, (byte) 0xFF);
        new SplittableRandom(SEED).nextBytes(noise);
    }

    static List<byte[]> samples() {
        return SampleFrames.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldAgreeWithTheReferenceAtEveryLength(byte[] frame) {
        for (int length = 0; length <= frame.length; length++) {
            byte[] head = Arrays.copyOf(frame, length);
            check(head, length, LinkTypes.ETHERNET, "cut on the wire");
            check(head, frame.length, LinkTypes.ETHERNET, "cut by the snap length");
        }
    }

    @Test
    void shouldAgreeWithTheReferenceOnRandomBytes() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < RANDOM_FRAMES; i++) {
            byte[] frame = new byte[random.nextInt(160)];
            random.nextBytes(frame);
            steer(frame, random);
            check(frame, wireLength(frame, random), LinkTypes.ETHERNET, "random frame " + i + ", seed " + SEED);
        }
    }

    @Test
    void shouldAgreeWithTheReferenceOnMutatedFrames() {
        List<byte[]> samples = SampleFrames.all();
        SplittableRandom random = new SplittableRandom(SEED);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < MUTANTS; i++) {
            byte[] sample = samples.get(random.nextInt(samples.size()));
            byte[] frame =
                    Arrays.copyOf(sample, random.nextInt(4) == 0 ? random.nextInt(sample.length + 1) : sample.length);
            mutate(frame, random);
            seen.addAll(check(frame, wireLength(frame, random), LinkTypes.ETHERNET, "mutant " + i + ", seed " + SEED));
        }
        assertThat(seen).as("the mutants reached every reason").containsAll(reasons());
    }

    @Test
    void shouldAgreeWithTheReferenceOnNestedFrames() {
        SplittableRandom random = new SplittableRandom(SEED);
        NestedFrames nested = new NestedFrames(random);
        int deepest = 0;
        for (int i = 0; i < NESTED_FRAMES; i++) {
            byte[] frame = nested.next();
            String what = "nested frame " + i + ", seed " + SEED;
            deepest = Math.max(
                    deepest,
                    check(frame, frame.length, LinkTypes.ETHERNET, what).size());
            mutate(frame, random);
            int length = random.nextInt(frame.length + 1);
            check(frame, wireLength(frame, random), LinkTypes.ETHERNET, what + ", spoilt");
            check(Arrays.copyOf(frame, length), frame.length, LinkTypes.ETHERNET, what + ", cut");
        }
        assertThat(deepest).isEqualTo(6);
    }

    @Test
    void shouldAgreeWithTheReferenceWhateverTheLinkType() {
        List<byte[]> samples = SampleFrames.all();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] sample = samples.get(random.nextInt(samples.size()));
            byte[] frame = Arrays.copyOfRange(sample, random.nextInt(Math.min(20, sample.length)), sample.length);
            int linkType = LINK_TYPES[random.nextInt(LINK_TYPES.length)];
            beginAs(linkType, frame, random);
            check(frame, wireLength(frame, random), linkType, "link type " + linkType + ", seed " + SEED);
        }
    }

    /** Gives most frames a head that fits the link type, so that what is behind is looked at. */
    private static void beginAs(int linkType, byte[] frame, SplittableRandom random) {
        String[] heads = HEADS.get(linkType);
        if (heads != null && random.nextInt(4) != 0) {
            byte[] head = HexFormat.of().parseHex(heads[random.nextInt(heads.length)]);
            System.arraycopy(head, 0, frame, 0, Math.min(head.length, frame.length));
        }
    }

    private static List<String> reasons() {
        return Arrays.stream(Reason.values())
                .filter(reason -> reason.isMalformed() || reason.isUndecodable())
                .map(Reason::word)
                .toList();
    }

    /** Makes most random frames look like IP at first sight, or none would get past the EtherType. */
    private static void steer(byte[] frame, SplittableRandom random) {
        if (frame.length < 16 || random.nextInt(8) == 0) {
            return;
        }
        int typeOffset = 12;
        while (random.nextInt(3) == 0 && typeOffset + 6 < frame.length) {
            frame[typeOffset] = (byte) 0x81;
            frame[typeOffset + 1] = 0;
            typeOffset += 4;
        }
        boolean isIpv4 = random.nextBoolean();
        frame[typeOffset] = (byte) (isIpv4 ? 0x08 : 0x86);
        frame[typeOffset + 1] = (byte) (isIpv4 ? 0x00 : 0xDD);
        if (typeOffset + 2 < frame.length) {
            frame[typeOffset + 2] = (byte) (isIpv4 ? 0x45 + random.nextInt(4) : 0x60);
        }
        int[] lengthAndProtocol = isIpv4 ? new int[] {4, 11} : new int[] {6, 8};
        if (typeOffset + 12 < frame.length && random.nextBoolean()) {
            frame[typeOffset + lengthAndProtocol[0]] = 0;
            frame[typeOffset + lengthAndProtocol[0] + 1] = (byte) random.nextInt(frame.length);
            frame[typeOffset + lengthAndProtocol[1]] = protocol(random);
        }
    }

    private static byte protocol(SplittableRandom random) {
        byte[] choice = {
            6,
            17,
            17,
            17,
            0,
            43,
            44,
            51,
            60,
            (byte) 135,
            (byte) 139,
            (byte) 140,
            50,
            59,
            1,
            58,
            4,
            41,
            47,
            97,
            (byte) 137
        };
        return choice[random.nextInt(choice.length)];
    }

    private static void mutate(byte[] frame, SplittableRandom random) {
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && frame.length > 0; i++) {
            int offset = random.nextInt(frame.length);
            frame[offset] = random.nextBoolean() ? (byte) random.nextInt(256) : protocol(random);
        }
    }

    private static int wireLength(byte[] frame, SplittableRandom random) {
        return random.nextInt(4) == 0 ? random.nextInt(2000) : frame.length;
    }

    /** Holds the decoder against the reference, with two kinds of junk around the frame; the words of all layers. */
    private List<String> check(byte[] frame, int wireLength, int linkType, String what) {
        List<DecodedLayer> expected = ReferenceDecoder.decode(frame, wireLength, linkType);
        List<DecodedLayer> first = decodeAmid(ones, frame, wireLength, linkType);
        int firstHash = hash;
        List<DecodedLayer> second = decodeAmid(noise, frame, wireLength, linkType);
        if (!first.equals(expected) || !second.equals(expected)) {
            assertThat(List.of(first, second))
                    .as("%s: %s of %d bytes", what, HexFormat.of().formatHex(frame), wireLength)
                    .containsOnly(expected);
        }
        if (firstHash != hash || hash < 0) {
            assertThat(firstHash).as("hash of %s", what).isEqualTo(hash).isNotNegative();
        }
        return first.stream().map(layer -> layer.decoded().result()).toList();
    }

    private List<DecodedLayer> decodeAmid(byte[] junk, byte[] frame, int wireLength, int linkType) {
        System.arraycopy(frame, 0, junk, MARGIN, frame.length);
        view.wrap(junk, MARGIN, frame.length);
        hash = AddressHash.ofThisProcess().of(view, linkType);
        List<DecodedLayer> layers = DecodedLayer.all(decoder, fields, view, wireLength, linkType);
        System.arraycopy(junk, MARGIN + frame.length, junk, MARGIN, frame.length);
        return layers;
    }
}
