package org.sekimori.dataplane.frame;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.sekimori.policy.MatchFields;

class FrameDecoderAllocationTest {
    private static final int WARM_UP_ROUNDS = 20_000;
    private static final int ROUNDS = 20_000;

    private final FrameDecoder decoder = new FrameDecoder();
    private final MatchFields fields = new MatchFields();
    private final List<UnsafeBuffer> frames =
            SampleFrames.all().stream().map(UnsafeBuffer::new).toList();
    private long sink;

    @Test
    void shouldAllocateNothing() {
        decodeAll(WARM_UP_ROUNDS);
        long probe = allocated();
        long cost = allocated() - probe;

        long before = allocated();
        decodeAll(ROUNDS);
        long bytes = allocated() - before - cost;

        assertThat(bytes)
                .as("bytes for %d frames (sink %d)", ROUNDS * frames.size(), sink)
                .isLessThan(ROUNDS);
    }

    private void decodeAll(int rounds) {
        for (int round = 0; round < rounds; round++) {
            for (int i = 0; i < frames.size(); i++) {
                UnsafeBuffer frame = frames.get(i);
                sink += decoder.decode(frame, frame.capacity(), fields)
                        + AddressHash.ofThisProcess().of(frame);
                while (decoder.hasInner()) {
                    sink += decoder.decodeInner(frame, fields) + decoder.judgedEnd();
                }
            }
        }
    }

    private static long allocated() {
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
