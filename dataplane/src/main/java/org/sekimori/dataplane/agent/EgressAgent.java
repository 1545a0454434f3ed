package org.sekimori.dataplane.agent;

import com.lmax.disruptor.EventPoller;
import org.agrona.concurrent.Agent;
import org.sekimori.dataplane.port.FrameSlot;
import org.sekimori.dataplane.port.Port;
import org.sekimori.dataplane.port.ReceivePort;
import org.sekimori.dataplane.port.TransmitPort;
import org.sekimori.policy.Verdict;

/**
 * Sends what passed out of the port opposite the one it came in by, and hands every frame's memory back. A transmit ring
 * that is full costs the frame, never the other direction's time. So does a frame that can't be sent by a fault of this
 * program: the next one's turn is. While others keep the line, frames go no further than here.
 */
final class EgressAgent implements Agent, EventPoller.Handler<FrameSlot> {
    private final EventPoller<FrameSlot> poller;
    private final ReceivePort[] receivers;
    private final TransmitPort[] transmitters;
    private final JudgeSeat inlineSeat;
    private final VerdictListener listener;
    private final TransitTimer timer;
    private final Progress progress;
    private final FaultStreak streak;
    private final Attendance attendance;
    private boolean isAttending;
    private int worked;

    /** With a seat for a judge, frames are judged here, just before they leave: a box without workers. */
    EgressAgent(
            EventPoller<FrameSlot> poller,
            PortPair ports,
            JudgeSeat inlineSeat,
            Onlookers onlookers,
            Progress progress,
            Attendance attendance) {
        Port wan = ports.wan();
        Port lan = ports.lan();
        this.poller = poller;
        this.receivers = new ReceivePort[] {wan.receiver(), lan.receiver()};
        this.transmitters = new TransmitPort[] {lan.transmitter(), wan.transmitter()};
        this.inlineSeat = inlineSeat;
        this.listener = onlookers.listener();
        this.timer = onlookers.timer();
        this.progress = progress;
        this.attendance = attendance;
        streak = new FaultStreak(onlookers.faults());
    }

    @Override
    public int doWork() throws Exception {
        worked = 0;
        isAttending = attendance.begin(System.nanoTime());
        if (inlineSeat != null) {
            inlineSeat.beginBatch(System.nanoTime());
        }
        poller.poll(this);
        for (TransmitPort transmitter : transmitters) {
            transmitter.flush();
            worked += transmitter.pending();
        }
        timer.onFlush();
        progress.onEgressRound(System.nanoTime());
        return worked;
    }

    @Override
    public boolean onEvent(FrameSlot slot, long sequence, boolean endOfBatch) {
        int ingress = slot.ingress();
        if (!isAttending) {
            receivers[ingress].discard(slot);
            worked++;
            return true;
        }
        if (inlineSeat != null) {
            inlineSeat.judge(slot);
        }
        if (!Verdict.isDrop(slot.verdict())) {
            transmit(transmitters[ingress], slot);
        }
        listener.onVerdict(slot);
        receivers[ingress].release(slot);
        worked++;
        return true;
    }

    private void transmit(TransmitPort transmitter, FrameSlot slot) {
        try {
            transmitter.transmit(slot);
            streak.end();
        } catch (Throwable fault) {
            transmitter.onFault();
            streak.add(fault, System.nanoTime());
            return;
        }
        timer.onTransmit(slot.timestampNs());
    }

    @Override
    public String roleName() {
        return "egress";
    }
}
