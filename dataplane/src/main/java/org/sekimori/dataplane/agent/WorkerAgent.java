package org.sekimori.dataplane.agent;

import com.lmax.disruptor.EventPoller;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.port.FrameSlot;

/** Judges the frames of its shard, and lets the others be; reads the policy once a batch. */
final class WorkerAgent implements Agent, EventPoller.Handler<FrameSlot> {
    private final EventPoller<FrameSlot> poller;
    private final JudgeSeat seat;
    private final int shard;
    private int worked;

    WorkerAgent(EventPoller<FrameSlot> poller, JudgeSeat seat, int shard) {
        this.poller = poller;
        this.seat = seat;
        this.shard = shard;
    }

    @Override
    public int doWork() throws Exception {
        worked = 0;
        seat.beginBatch(System.nanoTime());
        poller.poll(this);
        return worked;
    }

    @Override
    public boolean onEvent(FrameSlot slot, long sequence, boolean endOfBatch) {
        if (slot.shard() == shard) {
            seat.judge(slot);
        }
        worked++;
        return true;
    }

    @Override
    public String roleName() {
        return "worker-" + shard;
    }
}
