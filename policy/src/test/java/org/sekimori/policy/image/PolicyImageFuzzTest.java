package org.sekimori.policy.image;

import static org.sekimori.policy.image.ImageDescriptor.BYTE_ORDER;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.provider.MethodSource;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.Policy;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.RandomPolicies;
import org.sekimori.policy.ShippedPolicy;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.compile.PolicyCompiler;

/**
 * Any bytes are refused, or can be used safely: as they are, and with the length and checksum that would be right for them.
 * The fuzzer would not guess a checksum; whoever writes images can compute one.
 */
class PolicyImageFuzzTest {
    private static final int PACKETS = 20;
    private static final int RANDOM_SEEDS = 20;

    static Stream<byte[]> seeds() {
        Stream<Policy> random = LongStream.range(0, RANDOM_SEEDS).mapToObj(seed -> new RandomPolicies(seed).policy());
        return Stream.concat(Stream.of(ShippedPolicy.policy()), random)
                .map(PolicyCompiler::compile)
                .map(PolicyImageFuzzTest::bytes);
    }

    private static byte[] bytes(UnsafeBuffer image) {
        byte[] bytes = new byte[image.capacity()];
        image.getBytes(0, bytes);
        return bytes;
    }

    @MethodSource("seeds")
    @FuzzTest
    void shouldRefuseOrSafelyUseAnyImage(byte[] bytes) {
        useOrRefuse(bytes);
        if (bytes.length >= ImageDescriptor.SECTIONS_OFFSET) {
            byte[] sealed = bytes.clone();
            UnsafeBuffer image = new UnsafeBuffer(sealed);
            image.putInt(ImageDescriptor.LENGTH_OFFSET, sealed.length, BYTE_ORDER);
            image.putInt(ImageDescriptor.CHECKSUM_OFFSET, ImageChecksum.of(sealed, sealed.length), BYTE_ORDER);
            useOrRefuse(sealed);
        }
    }

    private static void useOrRefuse(byte[] image) {
        PolicyTable table;
        try {
            table = PolicyTable.over(new UnsafeBuffer(image));
        } catch (PolicyImageException refused) {
            return;
        }
        RandomPolicies random = new RandomPolicies(Arrays.hashCode(image));
        MatchFields fields = new MatchFields();
        for (int i = 0; i < PACKETS; i++) {
            random.packet(fields);
            int verdict = table.evaluate(fields, PacketMemory.NONE);
            int rule = Verdict.ruleIndex(verdict);
            if (rule != Verdict.NO_RULE && table.ruleName(rule).isEmpty()) {
                throw new AssertionError("rule " + rule + " has no name");
            }
        }
    }
}
