package org.sekimori.policy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.Rule;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;
import org.sekimori.policy.image.ImageDescriptor.Section;

class ImageVerifierTest {
    private static final long SEED = 42;

    private final byte[] shipped = bytes(PolicyCompiler.compile(ShippedPolicy.policy()));

    @Test
    void shouldRefuseEveryFlippedByte() {
        for (int at = 0; at < shipped.length; at++) {
            byte[] broken = shipped.clone();
            broken[at] ^= (byte) 0xFF;
            assertRefused(broken, "byte " + at);
        }
    }

    @Test
    void shouldRefuseEveryTruncation() {
        for (int length = 0; length < shipped.length; length++) {
            assertRefused(Arrays.copyOf(shipped, length), "length " + length);
        }
        assertRefused(Arrays.copyOf(shipped, shipped.length + 1), "one byte more");
        assertRefused(Arrays.copyOf(shipped, shipped.length + 4096), "a page more");
    }

    @Test
    void shouldRefuseTruncationsThatSayTheirLengthAndChecksum() {
        for (int length = ImageDescriptor.SECTIONS_OFFSET; length < shipped.length; length++) {
            byte[] cut = Arrays.copyOf(shipped, length);
            new UnsafeBuffer(cut).putInt(ImageDescriptor.LENGTH_OFFSET, length, BYTE_ORDER);
            assertRefused(sealed(cut), "length " + length);
        }
    }

    @Test
    void shouldRefuseRandomBytes() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(20_000)];
            random.nextBytes(noise);
            assertRefused(noise, "seed " + SEED + ", image " + i);
            if (noise.length >= ImageDescriptor.HEADER_LENGTH) {
                System.arraycopy(shipped, 0, noise, 0, ImageDescriptor.HEADER_LENGTH);
                new UnsafeBuffer(noise).putInt(ImageDescriptor.LENGTH_OFFSET, noise.length, BYTE_ORDER);
                assertRefused(sealed(noise), "seed " + SEED + ", sealed image " + i);
            }
        }
    }

    /** With a right checksum an image may be another sound one; what is accepted must be safe to use. */
    @Tag("long")
    @Test
    void shouldRefuseOrSafelyUseSealedImagesWithChangedNumbers() {
        SplittableRandom random = new SplittableRandom(SEED);
        byte[][] images = new byte[40][];
        for (int i = 0; i < images.length; i++) {
            images[i] = bytes(PolicyCompiler.compile(new RandomPolicies(SEED + i).policy(i % 2 == 0 ? i / 4 : 80)));
        }
        int refused = 0;
        for (int i = 0; i < 6_000; i++) {
            long seed = SEED + i % images.length;
            byte[] image = images[i % images.length].clone();
            UnsafeBuffer buffer = new UnsafeBuffer(image);
            int begin = random.nextInt(4) == 0 ? 0 : ImageDescriptor.SECTIONS_OFFSET;
            int at = begin + random.nextInt((image.length - begin) / Integer.BYTES) * Integer.BYTES;
            buffer.putInt(at, number(random, image.length, buffer.getInt(at, BYTE_ORDER)), BYTE_ORDER);
            refused += useOrRefuse(sealed(image), seed, "seed " + SEED + ", image " + i + ", offset " + at) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void shouldRefuseEveryFlippedByteAndTruncationOfAClassifier() {
        byte[] image = searched();
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 3_000; i++) {
            int at = random.nextInt(image.length);
            byte[] broken = image.clone();
            broken[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            assertRefused(broken, "seed " + SEED + ", byte " + at);
            if (at >= ImageDescriptor.SECTIONS_OFFSET) {
                byte[] cut = Arrays.copyOf(image, at);
                new UnsafeBuffer(cut).putInt(ImageDescriptor.LENGTH_OFFSET, at, BYTE_ORDER);
                assertRefused(sealed(cut), "seed " + SEED + ", length " + at);
            }
        }
    }

    /** Numbers in a classifier, one at a time, with a right checksum: refused or harmless. */
    @Tag("long")
    @Test
    void shouldRefuseOrSafelyUseClassifiersWithChangedNumbers() {
        refuseOrSafelyUse(searched());
    }

    /** The same where every packet is walked far, over lists of many tuples. */
    @Tag("long")
    @Test
    void shouldRefuseOrSafelyUseClassifiersOfRulesThatWatch() {
        Policy policy = new RandomPolicies(SEED).watching(120);
        byte[] image = bytes(PolicyCompiler.compile(policy));
        assertThat(PolicyTable.over(new UnsafeBuffer(image)).isSearched()).isTrue();
        refuseOrSafelyUse(image);
    }

    private void refuseOrSafelyUse(byte[] image) {
        SplittableRandom random = new SplittableRandom(SEED);
        int begin =
                new UnsafeBuffer(image).getInt(ImageDescriptor.sectionOffsetOffset(Section.CLASSIFIERS), BYTE_ORDER);
        int end = new UnsafeBuffer(image).getInt(ImageDescriptor.sectionOffsetOffset(Section.TEXTS), BYTE_ORDER);
        int refused = 0;
        for (int i = 0; i < 6_000; i++) {
            byte[] changed = image.clone();
            UnsafeBuffer buffer = new UnsafeBuffer(changed);
            int at = begin + random.nextInt((end - begin) / Integer.BYTES) * Integer.BYTES;
            buffer.putInt(at, number(random, image.length, buffer.getInt(at, BYTE_ORDER)), BYTE_ORDER);
            refused += useOrRefuse(sealed(changed), SEED, "seed " + SEED + ", image " + i + ", offset " + at) ? 0 : 1;
        }
        assertThat(refused).isGreaterThan(1_000);
    }

    @ParameterizedTest
    @EnumSource(Section.class)
    void shouldRefuseSectionsElsewhere(Section section) {
        for (int value : new int[] {-8, 0, 8, shipped.length, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertSealedRefused(ImageDescriptor.sectionOffsetOffset(section), value);
        }
        for (int value : new int[] {-4, 1, 1_000_000, shipped.length, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
            assertSealedRefused(ImageDescriptor.sectionLengthOffset(section), value);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 6, 8, ImageDescriptor.MAX_RULES, ImageDescriptor.MAX_RULES + 1, Integer.MAX_VALUE})
    void shouldRefuseWrongRuleCount(int count) {
        assertSealedRefused(ImageDescriptor.RULE_COUNT_OFFSET, count);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -4, 1, 132, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void shouldRefuseWrongOffsetsInTables(int offset) {
        assertSealedRefused(
                PortTableDescriptor.directoryEntryOffset(PortTableDescriptor.directoryOffset(0, false), 53), offset);
        int page = section(Section.PAGES);
        if (offset != CandidateDescriptor.NONE) {
            assertSealedRefused(page, offset);
            assertSealedRefused(ProtocolTableDescriptor.entryOffset(1, ProtocolTableDescriptor.NO_PROTOCOL), offset);
            assertSealedRefused(RuleDescriptor.offset(0) + RuleDescriptor.SOURCE_PORTS_OFFSET, offset);
            assertSealedRefused(RuleDescriptor.offset(0) + RuleDescriptor.SOURCES_OFFSET, offset);
            assertSealedRefused(RuleDescriptor.offset(0) + RuleDescriptor.DESTINATIONS_OFFSET, offset);
            assertSealedRefused(RuleDescriptor.offset(0) + RuleDescriptor.ALLOW_FROM_OFFSET, offset);
        }
        assertSealedRefused(RuleDescriptor.offset(6) + RuleDescriptor.NAME_OFFSET, offset);
    }

    @Test
    void shouldRefuseCandidatesThatAreNoRules() {
        int list = section(Section.CANDIDATE_LISTS);
        int candidate = new UnsafeBuffer(shipped).getInt(list, BYTE_ORDER);
        assertSealedRefused(list, 0);
        assertSealedRefused(list, candidate ^ CandidateDescriptor.DROP);
        assertSealedRefused(list, candidate ^ CandidateDescriptor.ALLOW_FROM);
        assertSealedRefused(list, candidate ^ CandidateDescriptor.LAST);
        assertSealedRefused(list, candidate | 7);
        int end = list
                + new UnsafeBuffer(shipped)
                        .getInt(ImageDescriptor.sectionLengthOffset(Section.CANDIDATE_LISTS), BYTE_ORDER);
        int last = end - CandidateDescriptor.LENGTH;
        int lastCandidate = new UnsafeBuffer(shipped).getInt(last, BYTE_ORDER);
        assertSealedRefused(last, lastCandidate & ~CandidateDescriptor.LAST);
    }

    @Test
    void shouldRefuseMarksThatMeanNothing() {
        int rule = RuleDescriptor.offset(6) + RuleDescriptor.CANDIDATE_OFFSET;
        int candidate = new UnsafeBuffer(shipped).getInt(rule, BYTE_ORDER);
        assertSealedRefused(rule, candidate ^ 1);
        assertSealedRefused(rule, candidate | CandidateDescriptor.kindMarks(7));
        assertSealedRefused(rule, candidate | CandidateDescriptor.LAST);
        assertSealedRefused(rule, candidate | CandidateDescriptor.SOURCES);
        assertSealedRefused(rule, candidate | 1 << 20);
        assertSealedRefused(ImageDescriptor.FATES_OFFSET, 1 << 9);
        assertSealedRefused(section(Section.TEXTS) + TextDescriptor.BYTES_OFFSET, 0x0A0A_0A0A);
    }

    /** A box remembers names, so an image must not bring longer ones than policies can have. */
    @Test
    void shouldRefuseANameThatIsTooLong() {
        ImageVerifier.verify(withName(Rule.MAX_NAME_LENGTH));
        assertRefused(withName(Rule.MAX_NAME_LENGTH + 1), "a name of 64 bytes");
        assertRefused(withName(200_000), "a name of 200,000 bytes");
    }

    /** The shipped policy whose first rule has a name of that length, behind all others. */
    private byte[] withName(int length) {
        int texts = section(Section.TEXTS);
        int textsLength =
                new UnsafeBuffer(shipped).getInt(ImageDescriptor.sectionLengthOffset(Section.TEXTS), BYTE_ORDER);
        int at = texts + textsLength;
        int end = at + TextDescriptor.length(length);
        byte[] image = Arrays.copyOf(shipped, (end + Long.BYTES - 1) / Long.BYTES * Long.BYTES);
        UnsafeBuffer buffer = new UnsafeBuffer(image);
        buffer.setMemory(at, image.length - at, (byte) 0);
        buffer.putInt(at + TextDescriptor.LENGTH_OFFSET, length, BYTE_ORDER);
        buffer.setMemory(at + TextDescriptor.BYTES_OFFSET, length, (byte) 'a');
        buffer.putInt(ImageDescriptor.sectionLengthOffset(Section.TEXTS), end - texts, BYTE_ORDER);
        buffer.putInt(RuleDescriptor.offset(0) + RuleDescriptor.NAME_OFFSET, at, BYTE_ORDER);
        buffer.putInt(ImageDescriptor.LENGTH_OFFSET, image.length, BYTE_ORDER);
        return sealed(image);
    }

    @Test
    void shouldBeginWithItsName() {
        assertThat(new String(shipped, 0, Long.BYTES, StandardCharsets.US_ASCII))
                .isEqualTo("SEKIMORI");
    }

    @Test
    void shouldSayWhatIsWrong() {
        byte[] other = shipped.clone();
        new UnsafeBuffer(other).putInt(ImageDescriptor.FORMAT_VERSION_OFFSET, 1, BYTE_ORDER);
        assertThatThrownBy(() -> PolicyTable.over(new UnsafeBuffer(sealed(other))))
                .isInstanceOf(PolicyImageException.class)
                .hasMessage("policy image of format version 1; this program reads 3");
        assertThatThrownBy(() -> PolicyTable.over(new UnsafeBuffer(new byte[10_000])))
                .hasMessage("these bytes are no policy image: they don't begin with SEKIMORI");
        assertThatThrownBy(() -> PolicyTable.over(new UnsafeBuffer(new byte[5])))
                .hasMessage("policy image of 5 bytes; expected " + ImageDescriptor.SECTIONS_OFFSET + " to 536870912");
    }

    @Test
    void shouldNotFollowChangesOfTheBytesItWasMadeFrom() {
        UnsafeBuffer image = new UnsafeBuffer(shipped.clone());
        PolicyTable table = PolicyTable.over(image);
        image.setMemory(0, image.capacity(), (byte) 0x7F);
        assertThat(table.ruleName(0)).isEqualTo("cldap");
        use(table, SEED);
    }

    /** The image of the first random policy that has so many rules for one kind of packet that they are searched. */
    private static byte[] searched() {
        for (long seed = SEED; ; seed++) {
            byte[] image = bytes(PolicyCompiler.compile(new RandomPolicies(seed).policy(120)));
            if (PolicyTable.over(new UnsafeBuffer(image)).isSearched()) {
                return image;
            }
        }
    }

    private boolean useOrRefuse(byte[] image, long seed, String what) {
        PolicyTable table;
        try {
            table = PolicyTable.over(new UnsafeBuffer(image));
        } catch (PolicyImageException refused) {
            return false;
        }
        try {
            use(table, seed);
        } catch (RuntimeException unsafe) {
            fail(what, unsafe);
        }
        return true;
    }

    private static void use(PolicyTable table, long seed) {
        RandomPolicies random = new RandomPolicies(seed);
        MatchFields fields = new MatchFields();
        for (int i = 0; i < 100; i++) {
            random.packet(fields);
            int verdict = table.evaluate(fields, table::ruleName);
            if (Verdict.ruleIndex(verdict) != Verdict.NO_RULE) {
                assertThat(table.ruleName(Verdict.ruleIndex(verdict))).isNotEmpty();
            }
        }
    }

    private void assertSealedRefused(int at, int value) {
        byte[] broken = shipped.clone();
        new UnsafeBuffer(broken).putInt(at, value, BYTE_ORDER);
        assertRefused(sealed(broken), "offset " + at + " set to " + value);
    }

    private static void assertRefused(byte[] image, String what) {
        try {
            PolicyTable.over(new UnsafeBuffer(image));
        } catch (PolicyImageException expected) {
            return;
        } catch (RuntimeException unexpected) {
            fail(what, unexpected);
        }
        fail(what + " was accepted");
    }

    private int section(Section section) {
        return new UnsafeBuffer(shipped).getInt(ImageDescriptor.sectionOffsetOffset(section), BYTE_ORDER);
    }

    private static int number(SplittableRandom random, int length, int before) {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(length);
            case 2 -> random.nextInt(length) / Integer.BYTES * Integer.BYTES;
            case 3 -> before + random.nextInt(9) - 4;
            case 4 -> random.nextInt(16);
            default -> -1 - random.nextInt(16);
        };
    }

    private static byte[] sealed(byte[] image) {
        int checksum = ImageChecksum.of(image, image.length);
        new UnsafeBuffer(image).putInt(ImageDescriptor.CHECKSUM_OFFSET, checksum, BYTE_ORDER);
        return image;
    }

    private static byte[] bytes(UnsafeBuffer image) {
        byte[] bytes = new byte[image.capacity()];
        image.getBytes(0, bytes);
        return bytes;
    }
}
