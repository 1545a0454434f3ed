package org.sekimori.dataplane.agent;

import com.lmax.disruptor.RingBuffer;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.frame.AddressHash;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.ReceivePort;

/**
 * Takes frames from both ports and publishes them on the ring, a batch at a time; the ring's one producer.
 *
 * <p>A slot is filled before it is claimed: this agent alone claims, so the slots past the cursor are its own as far as
 * the ring has room.
 */
final class CaptureAgent implements Agent {
    private final RingBuffer<FrameSlot> ring;
    private final ReceivePort[] ports;
    private final int batchLimit;
    private final int shardCount;
    private final Progress progress;
    private final FaultListener faults;
    private final AddressHash hash = AddressHash.ofThisProcess();

    CaptureAgent(
            RingBuffer<FrameSlot> ring,
            PortPair pair,
            PipelineOptions options,
            Progress progress,
            FaultListener faults) {
        this.ring = ring;
        this.ports = new ReceivePort[] {pair.wan().receiver(), pair.lan().receiver()};
        this.batchLimit = options.batchLimit();
        this.shardCount = options.workerCount();
        this.progress = progress;
        this.faults = faults;
    }

    @Override
    public int doWork() {
        progress.onCaptureRound();
        int received = 0;
        for (int port = 0; port < ports.length; port++) {
            received += receiveBatch(ports[port], port);
        }
        return received;
    }

    private int receiveBatch(ReceivePort port, int ingress) {
        int limit = (int) Math.min(batchLimit, ring.remainingCapacity());
        long first = ring.getCursor() + 1;
        int received = 0;
        while (received < limit) {
            FrameSlot slot = ring.get(first + received);
            if (!port.receive(slot)) {
                break;
            }
            slot.ingress(ingress);
            slot.shard(shardCount > 1 ? shard(slot) : 0);
            received++;
        }
        if (received > 0) {
            ring.publish(first, ring.next(received));
        }
        return received;
    }

    /** Which worker judges the frame. A frame that can't be told apart is the first one's, and holds nobody up. */
    private int shard(FrameSlot slot) {
        try {
            return hash.of(slot.frame(), slot.linkType()) % shardCount;
        } catch (RuntimeException fault) {
            faults.onFrame(fault);
            return 0;
        }
    }

    @Override
    public String roleName() {
        return "capture";
    }
}
