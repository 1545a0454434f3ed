package org.sekimori.dataplane.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sekimori.dataplane.agent.PolicySource;
import org.sekimori.dataplane.counters.BoxCounters;
import org.sekimori.dataplane.frame.FrameBuilder;
import org.sekimori.dataplane.frame.FrameDecoder;
import org.sekimori.dataplane.frame.LinkTypes;
import org.sekimori.policy.Direction;
import org.sekimori.policy.MatchFields;
import org.sekimori.policy.PacketMemory;
import org.sekimori.policy.PolicyTable;
import org.sekimori.policy.Verdict;
import org.sekimori.policy.image.ImageChecksum;
import org.sekimori.policy.image.ImageDescriptor;
import org.sekimori.policy.profile.Profile;

/**
 * Flipped, cut and random images, half of them with the length and checksum that would be right for them, are pushed to a
 * box and found at its start: they are refused, or are policies by chance, by which frames can be judged; never a crash.
 */
@Tag("long")
class ImageFloodTest {
    private static final long SEED = 20_260_101;
    /** Every so many are found at the start as well, by way of the disk. */
    private static final int START_EVERY = 100;

    private static final int MAX_BYTES = 1 << 20;
    private static final int FRAMES = 40;

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private final List<byte[]> sound = Stream.concat(
                    Stream.of(Profile.values()).map(profile -> bytes(profile.table())),
                    Stream.of(Images.open("open"), Images.closed("closed")))
            .toList();
    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private LastGood lastGood;
    private PolicySource policies;
    private PolicyKeeper keeper;
    private int refused;
    private int used;

    private static byte[] bytes(PolicyTable table) {
        byte[] bytes = new byte[table.imageBytes()];
        table.image().get(bytes);
        return bytes;
    }

    @BeforeEach
    void start() {
        lastGood = new LastGood(folder.resolve("last-good.image"), MAX_BYTES);
        StartPolicy start = StartPolicy.of(lastGood);
        policies = new PolicySource(start.table(), new BoxCounters("wan", "lan", 1));
        keeper = new PolicyKeeper(policies, start, Optional.empty(), PolicyListener.NONE);
    }

    @Test
    void shouldRefuseOrSafelyUseTensOfThousands() throws IOException {
        flood(30_000);
    }

    @Tag("slow")
    @Test
    void shouldRefuseOrSafelyUseAMillion() throws IOException {
        flood(1_000_000);
    }

    private void flood(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] image = spoilt();
            push(image);
            if (i % START_EVERY == 0) {
                find(image);
            }
        }
        System.out.printf("%,d images, seed %d: %,d refused, %,d policies by chance%n", count, SEED, refused, used);
        assertThat(refused + used).isEqualTo(count);
        assertThat(refused).isGreaterThan(count / 2);
        assertThat(policies.current().epoch()).isEqualTo(1 + used);
    }

    private void push(byte[] image) {
        try {
            keeper.push(image, 0);
            used++;
            judgeBy(policies.current().table());
        } catch (BoxRefusalException refusal) {
            refused++;
            assertThat(refusal.getMessage()).isNotEmpty().doesNotContain("\n");
        }
    }

    private void find(byte[] image) throws IOException {
        Files.write(folder.resolve("last-good.image"), image);
        StartPolicy found = StartPolicy.of(lastGood);
        boolean isKept = found.origin().equals(StartPolicy.LAST_GOOD);
        assertThat(found.remark().isEmpty()).isEqualTo(isKept);
        if (isKept) {
            judgeBy(found.table());
        } else {
            assertThat(found.origin()).isEqualTo(StartPolicy.SHIPPED);
        }
    }

    private void judgeBy(PolicyTable table) {
        for (int i = 0; i < FRAMES; i++) {
            fields.direction(random.nextBoolean() ? Direction.INBOUND : Direction.OUTBOUND);
            byte[] frame = frame();
            decoder.decode(new UnsafeBuffer(frame), frame.length, LinkTypes.ETHERNET, fields);
            int rule = Verdict.ruleIndex(table.evaluate(fields, PacketMemory.NONE));
            table.isLanSource(fields);
            if (rule != Verdict.NO_RULE) {
                assertThat(table.ruleName(rule)).isNotEmpty();
                assertThat(table.limit(rule)).isNotNull();
                assertThat(table.allowLimit(rule)).isNotNull();
            }
        }
    }

    private byte[] frame() {
        int[] ports = {53, 123, 389, 445, 139, 1900, 5000, random.nextInt(65_536)};
        FrameBuilder frame = FrameBuilder.frame().ipv4("198.51.100." + random.nextInt(4), "192.0.2.9");
        int port = ports[random.nextInt(ports.length)];
        return (random.nextBoolean()
                        ? frame.udp(port, ports[random.nextInt(ports.length)]).payload("payload of a datagram")
                        : frame.tcp(4000, port, random.nextInt(256)))
                .bytes();
    }

    private byte[] spoilt() {
        byte[] image = sound.get(random.nextInt(sound.size())).clone();
        switch (random.nextInt(4)) {
            case 0 -> image = Arrays.copyOf(image, random.nextInt(image.length));
            case 1 -> random.nextBytes(image = new byte[random.nextInt(4096)]);
            case 2 -> overwriteWords(image);
            default -> flipBits(image);
        }
        if (random.nextBoolean() && image.length >= ImageDescriptor.HEADER_LENGTH) {
            seal(image);
        }
        return image;
    }

    private void flipBits(byte[] image) {
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
            image[random.nextInt(image.length)] ^= (byte) (1 << random.nextInt(8));
        }
    }

    /** Numbers that a reader may trip over, in places where numbers are. */
    private void overwriteWords(byte[] image) {
        int[] words = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, image.length, random.nextInt(image.length)};
        UnsafeBuffer buffer = new UnsafeBuffer(image);
        for (int writes = 1 + random.nextInt(3); writes > 0; writes--) {
            int at = random.nextInt(image.length / Integer.BYTES) * Integer.BYTES;
            buffer.putInt(at, words[random.nextInt(words.length)], ByteOrder.LITTLE_ENDIAN);
        }
    }

    private static void seal(byte[] image) {
        UnsafeBuffer buffer = new UnsafeBuffer(image);
        buffer.putLong(ImageDescriptor.MAGIC_OFFSET, ImageDescriptor.MAGIC, ImageDescriptor.BYTE_ORDER);
        buffer.putInt(
                ImageDescriptor.FORMAT_VERSION_OFFSET, ImageDescriptor.FORMAT_VERSION, ImageDescriptor.BYTE_ORDER);
        buffer.putInt(ImageDescriptor.LENGTH_OFFSET, image.length, ImageDescriptor.BYTE_ORDER);
        buffer.putInt(
                ImageDescriptor.CHECKSUM_OFFSET, ImageChecksum.of(image, image.length), ImageDescriptor.BYTE_ORDER);
    }
}
