package org.sekimori.bench;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventPoller;
import com.lmax.disruptor.RingBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.sekimori.dataplane.agent.PipelineOptions;
import org.sekimori.dataplane.port.FrameSlot;

/**
 * Time of one hop of a frame's slot over the ring, from the agent that fills it to the poller of the next, on one thread
 * ({@code shared} mode): filled, claimed and published a batch at a time, as capture does. No frame is read.
 *
 * <p>The baseline, {@link #withoutRing}, fills as many slots and hands each to the same handler by a call.
 */
public class RingHopBenchmark extends TimedBenchmark implements EventPoller.Handler<FrameSlot> {
    private static final int SLOTS = 4096;

    /** Frames that are published at once; 64 is what capture takes in one turn. */
    @Param({"1", "64"})
    public int batch;

    private final UnsafeBuffer[] frames = TrafficMix.PLAIN_UDP.buffers();
    private final FrameSlot[] slots = new FrameSlot[SLOTS];
    private RingBuffer<FrameSlot> ring;
    private EventPoller<FrameSlot> poller;
    private int next;
    private long bytes;

    /** Joins both ends. */
    @Setup
    public void join() {
        ring = RingBuffer.createSingleProducer(
                FrameSlot::new, PipelineOptions.DEFAULT.ringSlots(), new BusySpinWaitStrategy());
        poller = ring.newPoller();
        ring.addGatingSequences(poller.getSequence());
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new FrameSlot();
        }
    }

    /** Over the ring. */
    @Benchmark
    @OperationsPerInvocation(SLOTS)
    public long hop() throws Exception {
        for (int done = 0; done < SLOTS; done += batch) {
            publish();
            poller.poll(this);
        }
        return bytes;
    }

    private void publish() {
        int limit = (int) Math.min(batch, ring.remainingCapacity());
        long first = ring.getCursor() + 1;
        for (int i = 0; i < limit; i++) {
            fill(ring.get(first + i));
        }
        ring.publish(first, ring.next(limit));
    }

    /** Baseline: by a call. */
    @Benchmark
    @OperationsPerInvocation(SLOTS)
    public long withoutRing() {
        for (int done = 0; done < SLOTS; done += batch) {
            for (int i = done; i < done + batch; i++) {
                fill(slots[i]);
            }
            for (int i = done; i < done + batch; i++) {
                onEvent(slots[i], i, i == done + batch - 1);
            }
        }
        return bytes;
    }

    private void fill(FrameSlot slot) {
        UnsafeBuffer frame = frames[next++ & frames.length - 1];
        slot.frame().wrap(frame);
        slot.received(frame.capacity(), next, next);
        slot.ingress(0);
        slot.shard(0);
    }

    @Override
    public boolean onEvent(FrameSlot slot, long sequence, boolean endOfBatch) {
        bytes += slot.wireLength() + slot.captureLength();
        return true;
    }
}
