package org.sekimori.dataplane.pcap;

import java.util.ArrayDeque;
import java.util.Queue;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.sekimori.dataplane.counters.PortCounter;
import org.sekimori.dataplane.counters.PortCounters;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.ReceivePort;

/** Takes frames from libpcap a batch at a time, each in an array of its own. All fields belong to capture. */
final class LivePcapReceiver implements ReceivePort {
    private static final int BATCH_FRAMES = 64;

    private final PcapHandle handle;
    private final PortCounters counters;
    private final Queue<Received> batch = new ArrayDeque<>(BATCH_FRAMES);
    private boolean failing;

    LivePcapReceiver(PcapHandle handle, PortCounters counters) {
        this.handle = handle;
        this.counters = counters;
    }

    @Override
    public boolean receive(FrameSlot slot) {
        if (batch.isEmpty()) {
            fetch();
        }
        Received frame = batch.poll();
        if (frame == null) {
            return false;
        }
        slot.frame().wrap(frame.bytes);
        slot.received(frame.bytes.length, frame.timestampNs, 0);
        return true;
    }

    private void fetch() {
        try {
            handle.dispatch(BATCH_FRAMES, this::onFrame);
            failing = false;
        } catch (PcapNativeException | NotOpenException down) {
            countFailure();
        } catch (InterruptedException broken) {
            Thread.currentThread().interrupt();
        }
    }

    /** A line that stays down fails at every turn; it is counted when it goes. */
    private void countFailure() {
        if (!failing) {
            failing = true;
            counters.add(PortCounter.LINK_LOST, 1);
        }
    }

    private void onFrame(byte[] bytes) {
        if (handle.getOriginalLength() > bytes.length) {
            counters.add(PortCounter.RECEIVED_CUT, 1);
            return;
        }
        counters.add(PortCounter.RECEIVED_FRAMES, 1);
        counters.add(PortCounter.RECEIVED_BYTES, bytes.length);
        batch.add(new Received(bytes, LibPcap.toNanos(handle.getTimestamp())));
    }

    @Override
    public void release(FrameSlot slot) {
        // The frame's array is its own; the collector takes it.
    }

    private record Received(byte[] bytes, long timestampNs) {}
}
